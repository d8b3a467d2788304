using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Ledger;

internal sealed class RestartConfiguration : IEntityTypeConfiguration<Restart>
{
    public void Configure(EntityTypeBuilder<Restart> restart)
    {
        restart.ToTable("restarts");
        restart.HasKey(r => r.NodeId).HasName("restarts_pkey");
        restart.HasIndex(r => new { r.StartedAt, r.NodeId }, "restarts_newest").IsDescending();

        restart.Property(r => r.NodeId).HasColumnName("node_id").ValueGeneratedNever();
        restart.Property(r => r.Service).HasColumnName("service");
        restart.Property(r => r.Version).HasColumnName("version");
        restart.Property(r => r.Host).HasColumnName("host");
        restart.Property(r => r.ProcessId).HasColumnName("process_id");
        restart.Property(r => r.State).HasColumnName("state")
            .HasConversion(state => state.ToWord(), word => Enum.Parse<RestartState>(word, true));
        restart.Property(r => r.StartedAt).HasColumnName("started_at");
        restart.Property(r => r.Reason).HasColumnName("reason");
        restart.Property(r => r.SignalledAt).HasColumnName("signalled_at");
        restart.Property(r => r.ReadyFlippedAt).HasColumnName("ready_flipped_at");
        restart.Property(r => r.ListenerClosedAt).HasColumnName("listener_closed_at");
        restart.Property(r => r.InFlight).HasColumnName("in_flight");
        restart.Property(r => r.Begun).HasColumnName("begun");
        restart.Property(r => r.Finished).HasColumnName("finished");
        restart.Property(r => r.Released).HasColumnName("handed_over");
        restart.Property(r => r.Aborted).HasColumnName("aborted");
        restart.Property(r => r.ExitCodeIntended).HasColumnName("exit_code_intended");
        restart.Property(r => r.BudgetUsed).HasColumnName("budget_used");
        restart.Property(r => r.EndedAt).HasColumnName("ended_at");
    }
}
