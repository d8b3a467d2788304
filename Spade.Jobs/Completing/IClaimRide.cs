using Npgsql;

namespace Spade.Jobs.Completing;

/// <summary>One claim beside completions. Ends with either <see cref="StartAsync"/> or <see cref="Fail"/>.</summary>
internal interface IClaimRide
{
    /// <summary>The claim, as the batch's last command.</summary>
    NpgsqlBatchCommand Command { get; }

    /// <summary>Reads the claim's result, which is the reader's current one.</summary>
    Task ReadAsync(NpgsqlDataReader reader);

    /// <summary>All is committed: starts what was claimed, or gives it back when the process stops.</summary>
    Task StartAsync();

    /// <summary>Nothing was claimed, or it is not known what.</summary>
    void Fail();
}
