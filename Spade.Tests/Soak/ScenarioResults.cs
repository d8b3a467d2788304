namespace Spade.Tests.Soak;

/// <summary>All runs of one scenario.</summary>
internal sealed class ScenarioResults(string name)
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, List<Figure>> _figures = [];

    public string Name => name;

    public int Runs { get; private set; }

    public int Failed { get; private set; }

    public void Succeeded(Figures figures)
    {
        Runs++;
        foreach (var figure in figures)
        {
            if (!_figures.TryGetValue(figure.Name, out var values))
            {
                _figures[figure.Name] = values = [];
                _order.Add(figure.Name);
            }

            values.Add(figure);
        }
    }

    public void Failure()
    {
        Runs++;
        Failed++;
    }

    /// <summary>Each figure over all runs that succeeded, in the scenario's own order.</summary>
    public IEnumerable<FigureSpread> Spreads() => _order.Select(figure => FigureSpread.Of(_figures[figure]));
}
