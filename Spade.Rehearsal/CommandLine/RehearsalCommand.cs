using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.CommandLine;

/// <summary>The command line.</summary>
internal static class RehearsalCommand
{
    /// <summary>Environment variable for <c>--key</c>, which would be seen in the list of processes.</summary>
    internal const string KeyVariable = "SPADE_REHEARSAL_KEY";

    private static readonly Argument<string?> Schedule = new("schedule")
    {
        Description = "Name of a schedule that ships, or a YAML file. Default: default; with --url: rollout; with --from: versions.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<TimeSpan?> Duration = new("--duration")
    {
        Description = "How long requests start, such as 90s or 2m.", CustomParser = result => ParseTime("--duration", result),
    };

    private static readonly Option<double?> Rate = new("--rate") { Description = "Requests that start in a second, 1 to 10000." };

    private static readonly Option<int?> Seed = new("--seed") { Description = "Seed of every choice, from 0." };

    private static readonly Option<Uri?> Url = new("--url")
    {
        Description = "Rehearse what answers at this address instead of a local system.", CustomParser = ParseUrl,
    };

    private static readonly Option<string?> RestartCommand = new("--restart-command")
    {
        Description = "Shell command that restarts the service at --url; GET requests only.",
    };

    private static readonly Option<string?> KubeContext = new("--kube-context")
    {
        Description = "Context of the kubeconfig with the cluster behind --url, or in-cluster.",
    };

    private static readonly Option<string[]> Rollout = new("--rollout")
    {
        Description = "Deployment to roll, such as deployment/spade-api; may be given again.",
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = $"Key for --url, with the scopes read, write and operate. Better: the variable {KeyVariable}.",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Folder for history, certificate and report. Default: a new one in artifacts/rehearsals.",
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Git reference of the released version: rehearse it and this one side by side, over one database.",
    };

    private static readonly Option<bool> PrintCertificate = new("--print-certificate")
    {
        Description = "Print the certificate at the end, for a place whose files go with the program.",
    };

    private static readonly Option<TimeSpan?> Keep = new("--keep")
    {
        Description = "How long to stay after the verdict, such as 10m, so that the files can be copied; SIGTERM ends it.",
        CustomParser = result => ParseTime("--keep", result),
    };

    private static readonly Option<bool> List = new("--list") { Description = "List the schedules and end." };

    /// <summary>Makes the command; its exit code is the run's.</summary>
    /// <param name="run">Runs a rehearsal.</param>
    internal static RootCommand Create(Func<RehearsalArguments, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand("Rehearses a restart of Spade under load, and certifies it or says what failed.")
        {
            Schedule, Duration, Rate, Seed, Url, RestartCommand, KubeContext, Rollout, Key, Out, PrintCertificate, Keep,
            From, List,
        };
        Rate.Validators.Add(result => Within(result, Rate, 1, 10_000));
        Seed.Validators.Add(result => Within(result, Seed, 0, int.MaxValue));
        command.SetAction((parsed, cancellationToken) => run(Read(parsed), cancellationToken));
        return command;
    }

    private static RehearsalArguments Read(ParseResult parsed) => new()
    {
        Schedule = parsed.GetValue(Schedule), Duration = parsed.GetValue(Duration), Rate = parsed.GetValue(Rate),
            Seed = parsed.GetValue(Seed),
        Url = parsed.GetValue(Url), RestartCommand = parsed.GetValue(RestartCommand), KubeContext = parsed.GetValue(KubeContext),
        Rollouts = parsed.GetValue(Rollout) ?? [], Out = parsed.GetValue(Out), From = parsed.GetValue(From), List = parsed.GetValue(List),
        PrintCertificate = parsed.GetValue(PrintCertificate), Keep = parsed.GetValue(Keep),
        Key = parsed.GetValue(Key) ?? (parsed.GetValue(Url) is null ? null : Environment.GetEnvironmentVariable(KeyVariable)),
    };

    private static TimeSpan? ParseTime(string option, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (ScheduleTime.TryParse(text, out var time) && time >= TimeSpan.FromSeconds(1))
            return time;
        result.AddError($"{option} cannot be '{text}'; it is a time from 1s on, such as 90s or 2m.");
        return null;
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        result.AddError($"--url cannot be '{text}'; it is an address such as https://spade.example.org.");
        return null;
    }

    private static void Within<T>(OptionResult result, Option<T?> option, double from, double to)
        where T : struct, IConvertible
    {
        if (result.GetValue(option) is { } value && value.ToDouble(CultureInfo.InvariantCulture) is var number && !(number >= from
            && number <= to))
            result.AddError(FormattableString.Invariant($"{option.Name} cannot be {number}; allowed is {from} to {to}."));
    }
}
