namespace Spade.Tests.Infrastructure;

/// <summary>Tests that run Tesseract, or programs for images and PDFs, all the time. They run one after the other, so that at most one
/// core is kept busy by them. They have no time limits that a busy machine exceeds, unlike those of <see cref="BusyMachine"/>, so they run
/// beside those.</summary>
[CollectionDefinition(Name)]
public sealed class BusyEngine
{
    public const string Name = "busy engine";
}
