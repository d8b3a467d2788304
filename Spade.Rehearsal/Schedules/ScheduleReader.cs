using Spade.Rehearsal.Load;
using Spade.Rehearsal.Scans;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spade.Rehearsal.Schedules;

/// <summary>Reads schedules. Whatever it does not know is an error.</summary>
internal static class ScheduleReader
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly string[] Keys =
    [
        "about", "duration", "rate", "seed", "patience", "mix", "clients", "documents", "settings", "balancer lag", "steps",
    ];

    private static readonly Dictionary<string, ScanSample> Samples = ScanSample.All.ToDictionary(sample => sample.Name);

    /// <param name="name">Name of the schedule.</param>
    /// <param name="file">Name of its file, for errors.</param>
    /// <param name="text">The YAML text.</param>
    /// <exception cref="ScheduleException">It is no schedule.</exception>
    internal static Schedule Read(string name, string file, string text)
    {
        var schedule = new Schedule(name, text);
        foreach (var pair in Root(file, text).Pairs(Keys))
            schedule = With(schedule, pair);
        return schedule;
    }

    private static ScheduleNode Root(string file, string text)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
            return stream.Documents is [var document]
                ? new ScheduleNode(file, "schedule", document.RootNode)
                : throw new ScheduleException(file, 1, "a schedule is one YAML document, and this file holds none or several.");
        }
        catch (YamlException exception)
        {
            throw new ScheduleException(file, exception.Start.Line, exception.InnerException?.Message ?? exception.Message);
        }
    }

    private static Schedule With(Schedule schedule, ScheduleNode pair)
    {
        var load = schedule.Load;
        return pair.Key switch
        {
            "about" => schedule with { About = pair.Text() },
            "steps" => schedule with { Steps = StepReader.Read(pair) },
            "settings" => schedule with { Settings = pair.Pairs(null).ToDictionary(setting => setting.Key, setting => setting.Text()) },
            "balancer lag" => schedule with { BalancerLag = pair.Time(TimeSpan.Zero, TimeSpan.FromMinutes(10)) },
            "duration" => schedule with { Load = load with { Duration = pair.Time(TimeSpan.FromSeconds(1), Longest) } },
            "rate" => schedule with { Load = load with { Rate = pair.Number(1, 10_000) } },
            "seed" => schedule with { Load = load with { Seed = pair.WholeNumber(0, int.MaxValue) } },
            "patience" => schedule with { Load = load with { Patience = pair.Time(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)) } },
            "mix" => schedule with { Load = load with { Mix = pair.Weights(LoadWords.Operations) } },
            "clients" => schedule with { Load = load with { Clients = pair.Weights(LoadWords.Clients) } },
            "documents" => schedule with { Load = load with { Documents = pair.Weights(Samples) } },
            _ => throw pair.Error($"unknown key '{pair.Key}'."),
        };
    }
}
