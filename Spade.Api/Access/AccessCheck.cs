using System.Threading.Channels;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Spade.Documents.Keys;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;
using Spade.Shutdown;

namespace Spade.Api.Access;

/// <summary>Finds out whether there are keys, and refuses to serve anyone but this machine without one. While there is none it looks again
/// every few seconds, so that the first key is needed soon after it was made.</summary>
internal sealed partial class AccessCheck(
    AccessMode mode, KeyRows keys, IOptions<JwtOptions> jwt, SchemaGate gate, IServer server, INotifications notifications,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AccessCheck> logger) : BackgroundService
{
    /// <summary>Pause after a failure, as at the start of the schema.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Channel<bool> _notified =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = notifications.Subscribe(KeyNotifications.Topic, _ => _notified.Writer.TryWrite(true));
        try
        {
            await gate.WaitAsync(stoppingToken);
            while (!await TryCloseAsync(stoppingToken))
                await WaitAsync(mode.IsOpen ? IKeyVerifier.MaxAge : Pause, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A stop needs no answer.
        }
        catch (Exception refused)
        {
            // The host stops, and says nothing of its own.
            Log.Refused(logger, refused.GetBaseException().Message);
            throw;
        }
    }

    /// <returns>True once callers need credentials, which does not change any more.</returns>
    private async Task<bool> TryCloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (jwt.Value.IsConfigured || await keys.AnyAsync(cancellationToken))
            {
                mode.Close();
                return true;
            }

            if (!mode.IsOpen)
                await OpenAsync(cancellationToken);
        }
        catch (Exception away) when (DatabaseFaults.MayPass(away))
        {
            Log.Away(logger, away.GetBaseException().Message);
        }

        return mode is { IsKnown: true, IsOpen: false };
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(cancellationToken);
        if (addresses.Where(address => !Loopback.IsOwn(address)).ToList() is { Count: > 0 } outside)
        {
            throw new StartupException(
                $"The API listens on {string.Join(" and ", outside)} and there is no key, so anyone could use it: give one to "
                + "what migrates the database, as Access:AdministratorKey, or add one with 'Spade.Worker keys add', "
                + "set Authentication:Jwt:Authority, or listen on 127.0.0.1 only.");
        }

        mode.Open();
        Log.Open(logger, string.Join(", ", addresses));
    }

    /// <summary>Where the server listens, however it was told to: that is known once it does.</summary>
    private async Task<ICollection<string>> AddressesAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
        return server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
    }

    private async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // WhenAny ignores the outcome, and the caller looks again.
        await Task.WhenAny(_notified.Reader.WaitToReadAsync(pause.Token).AsTask(), Task.Delay(atMost, time, pause.Token));
        await pause.CancelAsync();
        _notified.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Critical, "The service cannot start: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);

        [LoggerMessage(2202, LogLevel.Information, "There is no key: every request of this machine is allowed, on {Addresses}.")]
        public static partial void Open(ILogger logger, string addresses);

        [LoggerMessage(2203, LogLevel.Debug, "Whether there are keys cannot be read now: {Reason}")]
        public static partial void Away(ILogger logger, string reason);
    }
}
