namespace Aspire.Hosting.Run.Processes;

/// <summary>What is to be started.</summary>
/// <param name="Name">Name of the resource's instance.</param>
/// <param name="Program">Program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="WorkingDirectory">Folder that it runs in.</param>
/// <param name="Environment">Variables in addition to the AppHost's own.</param>
/// <param name="Kind">How it is ended when the AppHost cannot do it any more.</param>
internal sealed record SessionStart(
    string Name, string Program, IReadOnlyList<string> Arguments, string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment, SessionKind Kind = SessionKind.Service);
