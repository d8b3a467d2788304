using Npgsql;
using NpgsqlTypes;

namespace Spade.Jobs.Postgres;

/// <summary>Positional, typed parameters without boxing: a command reads as its SQL and its values.</summary>
internal static class CommandParameters
{
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, NpgsqlTransaction? transaction = null) =>
        new(sql, connection, transaction);

    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.AndValue(value);
        return command;
    }

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.AndValue(value);
        return command;
    }

    public static NpgsqlCommand WithText(this NpgsqlCommand command, string? value)
    {
        command.Parameters.AndText(value);
        return command;
    }

    public static NpgsqlParameterCollection AndValue<T>(this NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return parameters;
    }

    public static NpgsqlParameterCollection AndText(this NpgsqlParameterCollection parameters, string? value) =>
        parameters.AndNullable(value, NpgsqlDbType.Text);

    public static NpgsqlParameterCollection AndNullable(this NpgsqlParameterCollection parameters, object? value, NpgsqlDbType type)
    {
        parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return parameters;
    }

    public static NpgsqlParameterCollection AndJson(this NpgsqlParameterCollection parameters, string[] documents)
    {
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = documents, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        return parameters;
    }
}
