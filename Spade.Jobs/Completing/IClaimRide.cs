using Npgsql;

namespace Spade.Jobs.Completing;

/// <summary>One claim in the transaction of completions. Ends with either <see cref="StartAsync"/> or <see cref="Fail"/>.</summary>
internal interface IClaimRide
{
    /// <summary>The claim, as the batch's last command.</summary>
    NpgsqlBatchCommand Command { get; }

    /// <summary>Reads the claim's result, the reader's current one.</summary>
    Task ReadAsync(NpgsqlDataReader reader);

    /// <summary>Starts the claimed jobs after the commit, or releases them when the process stops.</summary>
    Task StartAsync();

    /// <summary>Ends a claim that failed or whose result is unknown.</summary>
    void Fail();
}
