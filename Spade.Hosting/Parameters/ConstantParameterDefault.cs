namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that the AppHost names.</summary>
internal sealed class ConstantParameterDefault(Func<string> value) : ParameterDefault
{
    public override string GetDefaultValue() => value();
}
