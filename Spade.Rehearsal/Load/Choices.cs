namespace Spade.Rehearsal.Load;

/// <summary>Chooses what each request does. The same plan and seed give the same sequence.</summary>
internal sealed class Choices(LoadPlan plan)
{
    private readonly Random _random = new(plan.Seed);

    internal Choice Next() => new(Pick(plan.Mix), Pick(plan.Clients), Pick(plan.Documents), _random.NextDouble());

    private T Pick<T>(IReadOnlyDictionary<T, double> weights)
    {
        var left = _random.NextDouble() * weights.Values.Sum();
        foreach (var (choice, weight) in weights)
        {
            left -= weight;
            if (left < 0)
                return choice;
        }

        return weights.Last(pair => pair.Value > 0).Key;
    }
}
