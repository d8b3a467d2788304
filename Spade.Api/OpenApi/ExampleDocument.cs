namespace Spade.Api.OpenApi;

/// <summary>The document of all examples.</summary>
internal static class ExampleDocument
{
    public const string Id = "9f2c1b7a4e5d6083c1f0a9b8d7e6f5041a2b3c4d5e6f708192a3b4c5d6e7f809";
}
