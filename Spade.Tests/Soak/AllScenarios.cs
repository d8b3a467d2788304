namespace Spade.Tests.Soak;

/// <summary>All classes of the test project that implement <see cref="IScenario"/> and have a parameterless constructor.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<IScenario> InOrder { get; } = [.. typeof(AllScenarios).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false, IsNested: false } && type.IsAssignableTo(typeof(IScenario)))
        .Where(type => type.GetConstructor(Type.EmptyTypes) is not null)
        .Select(type => (IScenario)Activator.CreateInstance(type)!)
        .OrderBy(scenario => scenario.Name, StringComparer.Ordinal)];

    /// <summary>The scenarios whose name contains the words; case is ignored.</summary>
    public static IReadOnlyList<IScenario> Matching(IReadOnlyList<IScenario> scenarios, string filter) =>
        [.. scenarios.Where(scenario => scenario.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))];
}
