namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that a manifest refers to instead of holding it.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The reference, such as <c>{spadedb.connectionString}</c>.</summary>
    string ValueExpression { get; }
}
