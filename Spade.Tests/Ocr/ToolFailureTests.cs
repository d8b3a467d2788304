using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>A program that fails is described by how it ended, never by what it printed.</summary>
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
    [InlineData(137, "",
        "tesseract was ended by signal 9 (SIGKILL), from outside: so does the kernel when memory runs out", nameof(ToolSign.Killed))]
    [InlineData(153, "", "tesseract was ended by signal 25 (SIGXFSZ); it wrote more than it may", nameof(ToolSign.FileTooLarge))]
    [InlineData(0, "", "tesseract ended well, but left no result", nameof(ToolSign.None))]
    [InlineData(0, "Error in pixCreateNoInit: pixdata_malloc fail for data\n",
        "tesseract ended with exit code 0; it says that it had no memory left", nameof(ToolSign.OutOfMemory))]
    public void A_failure_names_the_exit_code_or_signal_and_memory_only_when_there_is_a_sign_of_it(
        int code, string errors, string sentence, string sign)
    {
        var failure = ToolFailure.Of("/usr/bin/tesseract", ToolExit.Of(code, timedOut: false, errors));
        Assert.Equal((sentence, sign), (failure.ToString(), failure.Sign.ToString()));
    }

    [Theory]
    [InlineData(0, false, nameof(ToolEnd.Succeeded))]
    [InlineData(0, true, nameof(ToolEnd.Succeeded))]
    [InlineData(1, false, nameof(ToolEnd.ExitedWithError))]
    [InlineData(255, false, nameof(ToolEnd.ExitedWithError))]
    [InlineData(128 + 1, false, nameof(ToolEnd.Stopped))]
    [InlineData(128 + 2, false, nameof(ToolEnd.Stopped))]
    [InlineData(128 + 15, false, nameof(ToolEnd.Stopped))]
    [InlineData(128 + 9, false, nameof(ToolEnd.Crashed))]
    [InlineData(128 + 9, true, nameof(ToolEnd.TimedOut))]
    [InlineData(128 + 24, false, nameof(ToolEnd.TimedOut))]
    public void An_end_is_judged_by_its_exit_code_and_the_clock(int code, bool timedOut, string end) =>
        Assert.Equal(end, ToolExit.Of(code, timedOut, errors: "").End.ToString());
}
