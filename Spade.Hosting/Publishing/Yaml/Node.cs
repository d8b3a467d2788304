namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>A value in a YAML file that may also be a Helm template.</summary>
internal abstract class Node;
