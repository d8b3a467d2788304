using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;
using Spade.Tests.Docs;

namespace Spade.Tests.Architecture;

/// <summary>Allowed references between the rooms of a project. Compiled code holds no reference to constants, so a use of only a constant
/// is not found.</summary>
public sealed class RoomTests
{
    public static TheoryData<string> Projects => [.. RoomTable.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_uses_only_the_rooms_that_the_picture_allows(string project)
    {
        var types = Types.InAssembly(Assembly.Load(project));
        var root = types.That().ResideInNamespaceMatching($"^{Regex.Escape(project)}$").GetTypes().Select(type => type.FullName!).ToList();

        Findings.AssertNone(
            from room in RoomTable.Of(project)
            let others = RoomTable.Of(project).Where(other => other != room && !room.Uses.Contains(other.Name))
            let forbidden = others.Select(other => other.Namespace)
            from type in types.That().ResideInNamespaceMatching($@"^{Regex.Escape(room.Namespace)}(\.|$)")
                .ShouldNot().HaveDependencyOnAny([.. forbidden, .. root]).GetResult().FailingTypeNames ?? []
            select $"{type} uses a room that {room} must not use");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_room_is_in_the_picture_and_every_row_of_the_picture_is_a_room(string project)
    {
        var rooms = Types.InAssembly(Assembly.Load(project)).GetTypes()
            .Where(type => !type.IsNested && type.Namespace is { } space && space.StartsWith($"{project}.", StringComparison.Ordinal))
            .Select(type => type.Namespace![(project.Length + 1)..].Split('.')[0]);

        Assert.Equal(RoomTable.Of(project).Select(room => room.Name).Order(), rooms.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_arrows_of_the_picture_form_no_cycle(string project)
    {
        var open = RoomTable.Of(project).ToDictionary(room => room.Name, room => room.Uses);
        while (open.Keys.Where(room => !open[room].Any(open.ContainsKey)).ToList() is { Count: > 0 } done)
            done.ForEach(room => open.Remove(room));

        Assert.Empty(open.Keys);
    }
}
