using Microsoft.Extensions.Logging.Console;
using Spade.Documents.Keys;
using Spade.Documents.Tenants;

namespace Spade.Worker.Commands;

/// <summary><c>Spade.Worker keys add|list|revoke</c>: administers keys with access to the database and without one of them, so also when
/// there is none. What a program reads is on the output, everything else on the error stream.</summary>
internal static class KeysCommand
{
    /// <summary>How keys name the command that added them.</summary>
    private const string AddedBy = "command";

    private const string Usage =
        """
        add --name TEXT [--tenant NAME] [--scopes SCOPE,…] [--expires-in-days N]
                             adds a key and prints it, this once. Without the options: tenant default, scopes
                             documents:write,documents:read, no end. An administrator's has the scope operate too.
        list [--tenant NAME] [--state active|expired|revoked]
                             lists keys, newest first.
        revoke PREFIX        revokes the key that begins with PREFIX, the first column of the list.

        ConnectionStrings__spadedb says where the database is.
        """;

    /// <summary>Most keys that are listed.</summary>
    private const int MaxListed = 1000;

    /// <summary>Runs to the end, or until SIGTERM or SIGINT.</summary>
    /// <returns>The exit code. 0: done; 1: it failed, and nothing was changed; 3: cut short.</returns>
    public static Task<int> RunAsync(string[] args) => DatabaseCommand.RunAsync(
        args is [var verb, ..] ? $"keys {verb}" : "keys", "'keys list' shows what was done.",
        stop => args switch
        {
            ["add", ..] => AddAsync(args[1..], stop),
            ["list", ..] => ListAsync(args[1..], stop),
            ["revoke", ..] => RevokeAsync(args[1..], stop),
            _ => throw new CommandException($"say what to do with keys:\n\n{Usage}"),
        });

    private static async Task AddAsync(string[] args, CancellationToken stop)
    {
        var options = CommandOptions.Parse(args, "name", "tenant", "scopes", "expires-in-days");
        RefuseText(options);
        var key = new NewKey(
            options.Value("name") ?? throw new CommandException("--name is missing; say what the key is for."),
            options.Value("tenant") ?? TenantName.Default,
            options.Value("scopes")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                ?? NewKey.UsualScopes,
            options.Number("expires-in-days", 1, NewKey.MaxDays));
        if (key.FindFault() is { } fault)
            throw new CommandException($"--{fault}");
        using var host = Build(options);
        var keys = host.Services.GetRequiredService<KeyStore>();
        var added = await keys.AddAsync(key, AddedBy, stop);
        Console.WriteLine(added.Text.Reveal());
        await Console.Error.WriteLineAsync(
            $"Added {added.Key.Prefix} for tenant {added.Key.Tenant} with {string.Join(", ", added.Key.Scopes)}; "
            + (added.Key.ExpiresAt is { } end ? $"it expires at {KeyTable.TimeOf(end)}. " : "it does not expire. ")
            + "The key above is not shown again.");
        if (!await keys.HasAdministratorAsync(stop))
            await Console.Error.WriteLineAsync("No key has the scope operate, so only this command can administer keys.");
    }

    private static async Task ListAsync(string[] args, CancellationToken stop)
    {
        var options = CommandOptions.Parse(args, "tenant", "state");
        RefuseText(options);
        KeyState? wanted = null;
        if (options.Value("state") is { } word)
        {
            wanted = KeyStateNames.TryParse(word, out var state)
                ? state
                : throw new CommandException($"--state is '{word}'; it must be one of: {string.Join(", ", KeyStateNames.All)}.");
        }

        using var host = Build(options);
        var keys = await host.Services.GetRequiredService<KeyStore>().ListAsync(options.Value("tenant"), wanted, MaxListed, stop);
        foreach (var line in KeyTable.LinesOf(keys))
            Console.WriteLine(line);
        if (keys.Count == MaxListed)
            await Console.Error.WriteLineAsync($"The list ends after {MaxListed} keys; --tenant and --state make it shorter.");
    }

    private static async Task RevokeAsync(string[] args, CancellationToken stop)
    {
        var options = CommandOptions.Parse(args);
        if (options.Text is not { } prefix || !KeyText.IsPrefix(prefix))
            throw new CommandException($"name the key by its first {KeyText.PrefixLength} characters, as 'keys list' shows them.");
        using var host = Build(options);
        switch (await host.Services.GetRequiredService<KeyStore>().RevokeAsync(prefix, stop))
        {
            case RevokedKey.Done:
                await Console.Error.WriteLineAsync(
                    $"Revoked {prefix}. Within {IKeyVerifier.MaxAge.TotalSeconds:0} seconds no replica accepts it.");
                break;
            case RevokedKey.LastAdministrator:
                throw new CommandException(
                    $"{prefix} is the last administrator's key; add another one first (keys add --scopes {KeyScopes.Operate}).");
            default:
                throw new CommandException($"no key begins with {prefix}.");
        }
    }

    private static void RefuseText(CommandOptions options)
    {
        if (options.Text is not null)
            throw new CommandException("there is an argument that is no option; options begin with --.");
    }

    private static IHost Build(CommandOptions options)
    {
        var builder = DatabaseCommand.CreateBuilder([.. options.Settings]);
        builder.Services.AddKeyStore();
        // The output is a key or a list.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.Build();
    }
}
