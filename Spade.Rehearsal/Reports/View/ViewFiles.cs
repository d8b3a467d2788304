using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Spade.Rehearsal.Reports.View;

/// <summary>The styles and the script of the view, which are parts of this assembly, and the policy that allows them and nothing
/// else.</summary>
internal static class ViewFiles
{
    private static readonly string[] StyleFiles =
        ["tokens.css", "page.css", "timeline.css", "marks.css", "charts.css", "tables.css", "narrow.css"];

    private static readonly string ScriptText = Read("view.js");

    public static MarkupString Styles { get; } =
        new($"<style>{string.Concat(StyleFiles.Select(Read))}</style>");

    public static MarkupString Script { get; } = new($"<script>{ScriptText}</script>");

    /// <summary>Nothing is loaded, and the only script is ours, by its hash. Places of marks are style attributes.</summary>
    public static string Policy { get; } = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; "
        + $"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(ScriptText)))}'";

    private static string Read(string name)
    {
        using var stream = typeof(ViewFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of the assembly; Spade.Rehearsal.csproj has to embed it.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
