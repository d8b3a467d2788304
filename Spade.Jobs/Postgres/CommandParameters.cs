using Npgsql;
using NpgsqlTypes;

namespace Spade.Jobs.Postgres;

/// <summary>Positional, typed parameters without boxing.</summary>
/// <remarks>The PostgreSQL type follows from the .NET type, also for null (<c>double?</c> is sent as <c>double precision</c>), so that
/// PostgreSQL does not have to infer the type of a null.</remarks>
public static class CommandParameters
{
    /// <summary>Creates a command on a connection, in a transaction if there is one.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, NpgsqlTransaction? transaction = null) =>
        new(sql, connection, transaction);

    /// <summary>Creates a command that joins a transaction.</summary>
    public static NpgsqlCommand Command(this NpgsqlTransaction transaction, string sql) => new(sql, transaction.Connection, transaction);

    /// <summary>Adds the next parameter.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.AndValue(value);
        return command;
    }

    /// <summary>Adds the next parameter.</summary>
    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.AndValue(value);
        return command;
    }

    /// <summary>Adds the next parameter, of type <c>text</c>.</summary>
    public static NpgsqlCommand WithText(this NpgsqlCommand command, string? value)
    {
        command.Parameters.AndText(value);
        return command;
    }

    /// <summary>Adds the next parameter, of type <c>text</c>.</summary>
    public static NpgsqlBatchCommand WithText(this NpgsqlBatchCommand command, string? value)
    {
        command.Parameters.AndText(value);
        return command;
    }

    /// <summary>Adds the next parameter, of type <c>bytea</c>.</summary>
    public static NpgsqlCommand WithBytes(this NpgsqlCommand command, ReadOnlyMemory<byte> value)
    {
        command.Parameters.AndBytes(value);
        return command;
    }

    /// <summary>Adds the next parameter, of type <c>bytea</c>.</summary>
    public static NpgsqlBatchCommand WithBytes(this NpgsqlBatchCommand command, ReadOnlyMemory<byte> value)
    {
        command.Parameters.AndBytes(value);
        return command;
    }

    internal static NpgsqlParameterCollection AndBytes(this NpgsqlParameterCollection parameters, ReadOnlyMemory<byte> value)
    {
        parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea });
        return parameters;
    }

    internal static NpgsqlParameterCollection AndValue<T>(this NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return parameters;
    }

    internal static NpgsqlParameterCollection AndText(this NpgsqlParameterCollection parameters, string? value) =>
        parameters.AndNullable(value, NpgsqlDbType.Text);

    internal static NpgsqlParameterCollection AndNullable<T>(this NpgsqlParameterCollection parameters, T? value, NpgsqlDbType type)
    {
        parameters.Add(new NpgsqlParameter<T?> { TypedValue = value, NpgsqlDbType = type });
        return parameters;
    }

    internal static NpgsqlParameterCollection AndJson(this NpgsqlParameterCollection parameters, string[] documents)
    {
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = documents, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        return parameters;
    }
}
