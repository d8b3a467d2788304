using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Reading;

/// <summary>Parameters as values of the chart, once somebody uses them.</summary>
internal sealed class ParameterValues(ChartValues values)
{
    /// <summary>Sections of <c>values.yaml</c>.</summary>
    internal const string Section = "parameters", Secrets = "secrets";

    private readonly HashSet<ParameterResource> _known = [];

    /// <summary>The expression for a parameter that is no secret.</summary>
    internal async Task<string> ReferToAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        var path = $"{Section}.{ChartNames.ValueKey(parameter.Name)}";
        if (_known.Add(parameter))
            values.Add(path, Scalar.Of(await DefaultAsync(parameter, cancellationToken)), $"Parameter {parameter.Name}.", ValueSchema.Text);
        return $"required \"{path} has no value: set it.\" .Values.{path}";
    }

    /// <summary>The secret that holds a parameter, and its entry, as expressions.</summary>
    internal (string Name, string Key) Secret(ParameterResource parameter, string chart)
    {
        var path = $"{Secrets}.{ChartNames.ValueKey(parameter.Name)}";
        if (_known.Add(parameter))
        {
            values.Section(path, $"Parameter {parameter.Name}, which is secret: the chart refers to it and never holds it.");
            values.Add($"{path}.existingSecret", Scalar.Of($"{chart}-{parameter.Name}"), "Name of a Secret that you have made.", ValueSchema.FilledText);
            values.Add($"{path}.key", Scalar.Of("value"), "Its entry.", ValueSchema.FilledText);
        }

        return ($"{{{{ .Values.{path}.existingSecret }}}}", $"{{{{ .Values.{path}.key }}}}");
    }

    private static async Task<string> DefaultAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        try
        {
            return await parameter.GetValueAsync(cancellationToken) ?? "";
        }
        catch (MissingParameterValueException)
        {
            // Whoever installs the chart must set it; the template says so.
            return "";
        }
    }
}
