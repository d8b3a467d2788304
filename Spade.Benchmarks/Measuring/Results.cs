namespace Spade.Benchmarks.Measuring;

/// <summary>All samples so far, by row, subject and figure.</summary>
internal sealed class Results
{
    private readonly Dictionary<Key, List<Reading>> _readings = [];

    /// <summary>Keys in the order of their first sample.</summary>
    internal IEnumerable<Key> Keys => _readings.Keys;

    internal void Add(string subject, IEnumerable<Sample> samples, bool noisy)
    {
        foreach (var sample in samples)
        {
            var key = new Key(sample.Row, subject, sample.Figure);
            if (!_readings.TryGetValue(key, out var readings))
                _readings[key] = readings = [];
            readings.Add(new(sample.Value, noisy));
        }
    }

    /// <summary>Median and spread of the undisturbed repetitions, or of all when each was disturbed. Null when there is none.</summary>
    internal Spread? Find(string row, string subject, string figure) => Find(new Key(row, subject, figure));

    internal Spread? Find(Key key)
    {
        if (!_readings.TryGetValue(key, out var all))
            return null;
        var calm = all.Where(reading => !reading.Noisy).ToList();
        var values = (calm.Count > 0 ? calm : all).Select(reading => reading.Value).Order().ToList();
        return new Spread(Median(values), values[0], values[^1], calm.Count, all.Count);
    }

    internal double? Median(string row, string subject, string figure) => Find(row, subject, figure)?.Median;

    /// <summary>The highest median of several subjects.</summary>
    internal double? Best(string row, string figure, params IEnumerable<string> subjects) =>
        subjects.Select(subject => Median(row, subject, figure)).Max();

    private static double Median(List<double> sorted)
    {
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    internal readonly record struct Key(string Row, string Subject, string Figure);

    private readonly record struct Reading(double Value, bool Noisy);
}

/// <summary>Median and range of one figure.</summary>
/// <param name="Median">Median of the repetitions that count.</param>
/// <param name="Least">Their minimum.</param>
/// <param name="Most">Their maximum.</param>
/// <param name="Calm">Number of undisturbed repetitions, which count; with 0, all count.</param>
/// <param name="All">Number of all repetitions.</param>
internal readonly record struct Spread(double Median, double Least, double Most, int Calm, int All);
