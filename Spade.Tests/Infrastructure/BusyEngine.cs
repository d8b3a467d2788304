namespace Spade.Tests.Infrastructure;

/// <summary>Tests that run Tesseract, or programs for images and PDFs, all the time. They run one after the other, so that they keep about
/// one core busy; other tests run beside them.</summary>
[CollectionDefinition(Name)]
public sealed class BusyEngine
{
    public const string Name = "busy engine";
}
