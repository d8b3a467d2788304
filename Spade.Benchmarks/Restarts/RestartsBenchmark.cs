using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Services;

namespace Spade.Benchmarks.Restarts;

/// <summary>Rolling restarts under load, as <c>./spade rehearse</c> judges them: of Spade's API, of a service like the one that it
/// replaces, and of one with ASP.NET Core's defaults. Each without and with a preStop hook.</summary>
internal sealed class RestartsBenchmark : IBenchmark
{
    private const string AtOnce = "rolling restart, SIGTERM at once";
    private const string AfterPreStop = "rolling restart, preStop of 5 s";
    private const string AspNetName = "ASP.NET Core, defaults";

    private static readonly TimeSpan PreStop = TimeSpan.FromSeconds(5);

    public string Name => "restarts";

    /// <summary>A run takes a minute and a half, and there are six.</summary>
    public bool InQuick => false;

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        .. Both(WebProgram.FastifyName, "/jobs", WebProgram.FastifyAsync),
        .. Both(AspNetName, DefaultService.Path, WebProgram.AspNetAsync),
        .. Both(Subject.Ours, "/documents?limit=10", WebProgram.ApiAsync),
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        Certified("restart-at-once", AtOnce),
        Certified("restart-prestop", AfterPreStop),
    ];

    private static Ratio Certified(string name, string row) => new(
        name, "no request fails during rolling restarts", results => results.Find(row, Subject.Ours, RestartRun.Certified)?.Least);

    private static IEnumerable<Subject> Both(string who, string path, Func<Trial, CancellationToken, Task<WebProgram>> create)
    {
        yield return Restarted(AtOnce, TimeSpan.Zero);
        yield return Restarted(AfterPreStop, PreStop);

        Subject Restarted(string row, TimeSpan preStop) => new(who, async (trial, cancellationToken) =>
        {
            var service = new RestartedService(who, await create(trial, cancellationToken), path, preStop);
            return await RestartRun.MeasureAsync(trial, row, service, cancellationToken);
        });
    }
}
