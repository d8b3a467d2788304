using System.Collections;

namespace Spade.Tests.Soak;

/// <summary>The figures that a run of a scenario measured, in the scenario's order.</summary>
internal sealed class Figures : IEnumerable<Figure>
{
    private readonly List<Figure> _figures = [];

    public Figures Add(string name, double value, string unit = "")
    {
        _figures.Add(new Figure(name, value, unit));
        return this;
    }

    /// <summary>Adds a duration in milliseconds.</summary>
    public Figures Add(string name, TimeSpan duration) => Add(name, duration.TotalMilliseconds, "ms");

    public IEnumerator<Figure> GetEnumerator() => _figures.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
