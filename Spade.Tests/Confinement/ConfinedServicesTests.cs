using System.Globalization;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Confinement;

/// <summary>The services run under the chart's security context, here without a container engine.</summary>
public sealed class ConfinedServicesTests
{
    [Fact]
    public async Task Both_services_work_with_a_read_only_root_and_only_tmp_to_write_to_as_a_user_without_capabilities()
    {
        await using var root = new EmptyFolder();
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var confined = new ServiceOptions { Confinement = root.FullPath };
        var api = system.LaunchApi(confined);
        await api.ReadyAsync();
        system.SendRequestsTo(await api.AddressAsync());
        var worker = await system.LaunchWorkingAsync(confined);
        Assert.All([api, worker], service => Assert.Equal(("10001", "0000000000000000", "1"), IdentityOf(service.Process.Id)));

        var (_, uploaded) = await system.UploadAsync(Samples.OnePage.FilePath);
        var document = await system.CompletedAsync(uploaded.GetProperty("id").GetString()!);
        Assert.Equal(1, document.GetProperty("pagesDone").GetInt32());
        var text = await system.TextAsync(document.GetProperty("id").GetString()!);
        Assert.InRange(CharacterErrorRate.Of(text, Samples.OnePage.Text), 0, 0.02);

        foreach (var service in new[] { worker, api })
        {
            service.Terminate();
            Assert.Equal(0, await service.Process.WaitForExitAsync());
        }
    }

    /// <summary>The user, the bounding set of capabilities, and whether a set-user-ID program could gain any.</summary>
    private static (string User, string Capabilities, string NoNewPrivileges) IdentityOf(int process)
    {
        var status = File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status")
            .Select(line => line.Split('\t', 2)).ToDictionary(fields => fields[0], fields => fields[1], StringComparer.Ordinal);
        return (status["Uid:"].Split('\t')[0], status["CapBnd:"], status["NoNewPrivs:"]);
    }

    private sealed class EmptyFolder : IAsyncDisposable
    {
        public string FullPath { get; } = Directory.CreateTempSubdirectory("spade-root-").FullName;

        public ValueTask DisposeAsync()
        {
            // Empty outside the services' mount namespaces. If it is not, this fails instead of deleting files.
            Directory.Delete(FullPath);
            return ValueTask.CompletedTask;
        }
    }
}
