using Spade.Tests.Restarts.Workers;
using Spade.Tests.Soak;

namespace Spade.Tests.Program;

public sealed class SoakProgramTests : IDisposable
{
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Every_scenario_runs_as_often_as_asked_a_failure_stops_none_and_the_table_shows_all()
    {
        var (first, second) = (0, 0);
        var fine = new Scenario("fine", () => new Figures().Add("time", TimeSpan.FromMilliseconds(++first * 10)).Add("count", 7));
        var flaky = new Scenario("flaky", () => ++second == 2 ? throw new InvalidOperationException("a page is lost") : new Figures());

        Assert.Equal(1, await RunAsync(["3"], fine, flaky));
        Assert.Equal((3, 3), (first, second));
        Assert.Contains("ok      [1/2] fine, run 2 of 3", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("FAILED  [2/2] flaky, run 2 of 3", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("a page is lost", _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(
            """

            scenario | runs | failed | figure | min | median | max | unit
            ---------+------+--------+--------+-----+--------+-----+-----
            fine     |    3 |      0 | time   |  10 |     20 |  30 | ms
                     |      |        | count  |   7 |      7 |   7 |
            flaky    |    3 |      1 |        |     |        |     |

            6 runs, 1 failed.

            """,
            _output.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_number_each_scenario_runs_once_and_words_choose_among_the_scenarios()
    {
        var runs = new List<string>();
        var scenarios = new[] { "API rolling restart", "worker rolling restart", "kill" }
            .Select(name => new Scenario(name, () =>
            {
                runs.Add(name);
                return new Figures();
            }))
            .ToArray<IScenario>();
        Assert.Equal(0, await RunAsync(["api", "rolling"], scenarios));
        Assert.Equal(["API rolling restart"], runs);
        Assert.Equal(0, await RunAsync(["2", "rolling"], scenarios));
        Assert.Equal(5, runs.Count);
        Assert.DoesNotContain("kill", runs);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1", "nothing of the kind")]
    public async Task Invalid_arguments_are_rejected_in_one_line(params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments, new Scenario("fine", () => throw new InvalidOperationException())));
        Assert.Single(_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_terminal_has_one_line_that_is_written_over_and_never_wraps()
    {
        var program = new SoakProgram([new Scenario(new string('x', 200), () => new Figures())], new SoakConsole(_output, 40), Scale.Small);
        Assert.Equal(0, await program.RunAsync(["2"], CancellationToken.None));
        var shown = _output.ToString().Split("\r\u001b[K").Where(line => line.StartsWith("  [1/1]", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(shown);
        Assert.All(shown, line => Assert.Equal(39, line.TrimEnd('\n').Length));
        Assert.DoesNotContain("run 1 of 2", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_is_not_counted_and_the_table_so_far_is_shown()
    {
        using var interrupt = new CancellationTokenSource();
        var runs = 0;
        var scenario = new Scenario("long", () =>
        {
            if (++runs < 2)
                return new Figures().Add("figure", 1);
            interrupt.Cancel();
            throw new OperationCanceledException();
        });
        Assert.Equal(130, await Program(scenario).RunAsync(["5"], interrupt.Token));
        Assert.Equal(2, runs);
        Assert.Contains("long     |    1 |      0 | figure", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Interrupted. 1 run, none failed.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_scenario_of_the_project_is_found_under_a_unique_name()
    {
        Assert.Contains(AllScenarios.InOrder, scenario => scenario is RollingWorkersScenario);
        Assert.Equal(AllScenarios.InOrder.Count, AllScenarios.InOrder.Select(scenario => scenario.Name).Distinct().Count());
        Assert.All(AllScenarios.InOrder, scenario => Assert.EndsWith(".", scenario.Claim, StringComparison.Ordinal));
    }

    private Task<int> RunAsync(string[] arguments, params IScenario[] scenarios) =>
        Program(scenarios).RunAsync(arguments, CancellationToken.None);

    private SoakProgram Program(params IScenario[] scenarios) => new(scenarios, new SoakConsole(_output, terminalWidth: 0), Scale.Small);

    private sealed class Scenario(string name, Func<Figures> run) : IScenario
    {
        public string Name => name;

        public string Claim => "A test's own.";

        public Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken) => Task.FromResult(run());
    }
}
