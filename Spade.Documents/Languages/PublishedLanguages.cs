using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Languages;

/// <summary>How the API learns which languages are installed: workers run on other machines, and each publishes what it has.</summary>
public sealed class PublishedLanguages(NpgsqlDataSource database)
{
    private const char Separator = ',';

    /// <summary>Publishes what a worker has installed. May be repeated.</summary>
    public async Task PublishAsync(Guid node, IEnumerable<string> languages, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(LanguageSql.Publish)
            .With(node).WithText(string.Join(Separator, languages.Order(StringComparer.Ordinal)));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The languages that every living worker has: any of them may take the job. Without a living worker, those of the one that
    /// published last.</summary>
    /// <returns>Null when no worker has ever published, or when one lives that is of a version that does not publish.</returns>
    public async Task<IReadOnlySet<string>?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(LanguageSql.SomeDoNotPublish));
        batch.BatchCommands.Add(new(LanguageSql.Published));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetBoolean(0))
            return null;
        await reader.NextResultAsync(cancellationToken);
        HashSet<string>? common = null, latest = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var languages = reader.GetString(0).Split(Separator, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
            latest ??= languages;
            if (!reader.GetBoolean(1))
                continue;
            if (common is null)
                common = languages;
            else
                common.IntersectWith(languages);
        }

        return common ?? latest;
    }
}
