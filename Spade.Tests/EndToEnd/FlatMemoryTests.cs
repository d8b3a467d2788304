using Spade.Tests.Soak;

namespace Spade.Tests.EndToEnd;

public sealed class FlatMemoryTests
{
    [Fact]
    public Task Uploads_leave_no_memory_no_pipe_and_no_file_behind_in_api_and_worker() =>
        new FlatMemoryScenario().RunAsync(Scale.Small, CancellationToken.None);
}
