namespace Spade.Api.Problems;

/// <summary>HTTP's methods that only read. What a page of another site asks with them does nothing, and the browser keeps the answer from
/// the page.</summary>
internal static class SafeMethods
{
    public static bool Contains(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
