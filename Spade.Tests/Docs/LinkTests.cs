using Spade.Tests.Infrastructure;

namespace Spade.Tests.Docs;

/// <summary>Links between the pages of the repository.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file_and_every_anchor_to_a_heading() =>
        Findings.AssertNone(
            from page in MarkdownPage.All
            from link in page.Links
            where !link.Target.Contains("://", StringComparison.Ordinal) && !Resolves(page, link.Target)
            select $"{page.Path}:{link.Line} {link.Target}");

    [Fact]
    public void Every_page_of_the_documentation_can_be_reached_from_the_readme()
    {
        var reached = new HashSet<string>();
        Visit("README.md");

        Findings.AssertNone(MarkdownPage.Documentation.Select(page => page.Path).Except(reached));

        void Visit(string path)
        {
            if (!reached.Add(path) || MarkdownPage.All.FirstOrDefault(page => page.Path == path) is not { } page)
                return;
            foreach (var (_, target) in page.Links.Where(link => !link.Target.Contains("://", StringComparison.Ordinal)))
                Visit(TargetOf(page, target).File);
        }
    }

    private static bool Resolves(MarkdownPage page, string target)
    {
        var (file, anchor) = TargetOf(page, target);
        if (!Path.Exists(Repository.PathOf(file)))
            return false;
        return anchor is null || MarkdownPage.All.First(other => other.Path == file).Anchors.Contains(anchor);
    }

    private static (string File, string? Anchor) TargetOf(MarkdownPage page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0
            ? page.Path
            : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, parts[0]));
        return (file, parts.Length > 1 ? parts[1] : null);
    }
}
