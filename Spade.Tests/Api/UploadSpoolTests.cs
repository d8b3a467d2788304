using Microsoft.Extensions.Options;
using Spade.Api.Configuration;
using Spade.Api.Uploads;
using Spade.Documents.Inspection;

namespace Spade.Tests.Api;

public sealed class UploadSpoolTests
{
    [Theory]
    [InlineData(UploadSpool.BufferBytes - 1, false)]
    [InlineData(UploadSpool.BufferBytes, true)]
    public async Task Only_a_file_that_does_not_fit_one_buffer_goes_to_the_disk(int bytes, bool toDisk)
    {
        await using var upload = await Spool(long.MaxValue).TakeAsync(Scans.LargePdf(bytes), CancellationToken.None);
        Assert.Equal(toDisk, upload.Content is FileStream);
        Assert.Equal(bytes, upload.Size);
        Assert.Equal(bytes, upload.Content.Length);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(UploadSpool.BufferBytes + 100)]
    public async Task The_limit_holds_for_files_in_memory_and_for_files_on_the_disk(int limit)
    {
        await using (await Spool(limit).TakeAsync(Scans.LargePdf(limit), CancellationToken.None))
        {
        }

        var rejected = await Assert.ThrowsAsync<UploadProblemException>(
            () => Spool(limit).TakeAsync(Scans.LargePdf(limit + 1), CancellationToken.None));
        Assert.Equal("file-too-large", rejected.Problem.Slug);
    }

    private static UploadSpool Spool(long limit) =>
        new(Options.Create(new ApiLimits { MaxUploadBytes = limit }), Options.Create(new DocumentLimits()));
}
