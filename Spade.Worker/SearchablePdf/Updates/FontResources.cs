using System.Globalization;
using System.Text.Json.Nodes;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>Makes the font of the layers known to pages. What pages share is changed once, for all of them: a copy for each page would
/// make a file grow with the square of its pages.</summary>
/// <param name="graph">The objects of the PDF.</param>
/// <param name="pages">The pages that get a layer.</param>
/// <param name="font">The font.</param>
internal sealed class FontResources(ObjectGraph graph, IReadOnlySet<PdfReference> pages, PdfReference font)
{
    private const string Resources = "/Resources";
    private const string Font = "/Font";

    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<PdfReference, JsonObject> _changed = [];
    private readonly Dictionary<PdfReference, PdfReference> _inherited = [];

    /// <summary>The font's name on the pages, without its slash. Known when every page has been looked at.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Shared objects in their new version.</summary>
    public IReadOnlyDictionary<PdfReference, JsonObject> Changed => _changed;

    /// <summary>Looks at what a page has.</summary>
    public void Look(PdfReference page)
    {
        if (PageAttributes.Find(graph, page, Resources) is { } found && graph.Resolve(found.Value) is JsonObject resources
            && graph.Resolve(resources[Font]) is JsonObject fonts)
            _taken.UnionWith(fonts.Select(entry => entry.Key));
    }

    /// <summary>Chooses a name that no page uses for a font of its own.</summary>
    public void ChooseName()
    {
        Name = "SpadeText";
        for (var i = 1; _taken.Contains("/" + Name); i++)
            Name = string.Create(CultureInfo.InvariantCulture, $"SpadeText{i}");
    }

    /// <summary>Adds the font to a page, or to what the page shares with others.</summary>
    /// <param name="page">The page.</param>
    /// <param name="version">Its new version.</param>
    /// <param name="objects">Where new shared objects get their numbers.</param>
    public void AddTo(PdfReference page, JsonObject version, PdfObjects objects)
    {
        var found = PageAttributes.Find(graph, page, Resources);
        if (found is { Value: var value } && Shared(value) is { } shared)
            AddFont(shared);
        else if (found is { } other && graph.Resolve(other.Value) is JsonObject own)
        {
            var isOwn = other.Owner == page || other.Value is JsonValue;
            version[Resources] = isOwn ? WithFont(own) : Inherited(other.Owner, own, objects).ToJson();
        }
        else
            version[Resources] = WithFont([]);
    }

    /// <returns>The new version of the dictionary that the value refers to; null when the value is no reference to one that pages may
    /// share.</returns>
    private JsonObject? Shared(JsonNode? value)
    {
        if (PdfReference.From(value) is not { } reference || pages.Contains(reference) || graph.Get(reference) is not JsonObject dictionary)
            return null;
        if (!_changed.TryGetValue(reference, out var version))
            _changed[reference] = version = dictionary.DeepClone().AsObject();
        return version;
    }

    // A node of the page tree stays as it is, because pages without a layer have it too.
    private PdfReference Inherited(PdfReference owner, JsonObject resources, PdfObjects objects)
    {
        if (!_inherited.TryGetValue(owner, out var copy))
        {
            _inherited[owner] = copy = objects.Reserve();
            _changed[copy] = WithFont(resources);
        }

        return copy;
    }

    private JsonObject WithFont(JsonObject resources)
    {
        var version = resources.DeepClone().AsObject();
        AddFont(version);
        return version;
    }

    private void AddFont(JsonObject resources)
    {
        var fonts = resources[Font] as JsonObject ?? Shared(resources[Font]);
        if (fonts is null)
            resources[Font] = fonts = graph.Resolve(resources[Font]) is JsonObject copy ? copy.DeepClone().AsObject() : [];
        fonts["/" + Name] = font.ToJson();
    }
}
