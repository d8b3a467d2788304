namespace Spade.Worker.Commands;

/// <summary>A command cannot do what it was asked for. Its message is shown to the user as it is.</summary>
internal sealed class CommandException(string message) : Exception(message);
