namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource starts when somebody says so, not with the application.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation;
