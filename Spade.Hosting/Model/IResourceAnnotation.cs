namespace Aspire.Hosting.ApplicationModel;

/// <summary>One statement about a resource.</summary>
public interface IResourceAnnotation;
