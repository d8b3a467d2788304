using Spade.Worker.Errors;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>A program that breaks down is described by what is known of its end, and by nothing else.</summary>
public sealed class ToolFailureTests
{
    [Theory]
    [InlineData(1, "anything at all", "tesseract ended with exit code 1", nameof(ToolSign.None))]
    [InlineData(139, "", "tesseract was ended by signal 11 (SIGSEGV)", nameof(ToolSign.None))]
    [InlineData(134, "terminate called after throwing an instance of 'std::bad_alloc'\n",
        "tesseract was ended by signal 6 (SIGABRT); it says that it had no memory left", nameof(ToolSign.OutOfMemory))]
    [InlineData(1, "Out of memory\n", "tesseract ended with exit code 1; it says that it had no memory left", nameof(ToolSign.OutOfMemory))]
    [InlineData(99, "fork: Cannot allocate memory\n",
        "tesseract ended with exit code 99; it says that it had no memory left", nameof(ToolSign.OutOfMemory))]
    [InlineData(137, "", "tesseract was ended by signal 9 (SIGKILL), from outside: so does the kernel when memory runs out", nameof(ToolSign.Killed))]
    [InlineData(153, "", "tesseract was ended by signal 25 (SIGXFSZ); it wrote more than it may", nameof(ToolSign.FileTooLarge))]
    [InlineData(0, "", "tesseract ended well, but left no result", nameof(ToolSign.None))]
    public void It_is_told_by_its_exit_code_or_signal_and_memory_is_named_only_where_there_is_a_sign_of_it(
        int code, string errors, string sentence, string sign)
    {
        var failure = ToolFailure.Of("/usr/bin/tesseract", ToolExit.Of(code, timedOut: false, errors));
        Assert.Equal((sentence, sign), (failure.ToString(), failure.Sign.ToString()));
    }

    [Theory]
    [InlineData("kill -ABRT $$", "Recognition of page 1 broke down: tesseract was ended by signal 6 (SIGABRT).")]
    [InlineData("echo /secret/path >&2; exit 7", "Recognition of page 1 broke down: tesseract ended with exit code 7.")]
    [InlineData("echo std::bad_alloc >&2; kill -ABRT $$",
        "Recognition of page 1 broke down: tesseract was ended by signal 6 (SIGABRT); it says that it had no memory left.")]
    public async Task A_page_that_crashes_its_program_says_how(string script, string sentence)
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        try
        {
            var program = Path.Combine(folder.FullName, "tesseract");
            await File.WriteAllTextAsync(program, $"#!/bin/sh\n{script}\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var engine = new OcrEngine(folder.FullName);
            var refusal = await engine.RefusalAsync(new PdfBytes().ToArray(), "1");
            Assert.Equal((RecognitionFault.Tool, "page-crashed", sentence), (refusal.Fault, refusal.Error.Type, refusal.Error.Message));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
