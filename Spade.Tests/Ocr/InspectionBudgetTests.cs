using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary>A document's inspection is paid for by its size.</summary>
[Collection(BusyMachine.Name)]
public sealed class InspectionBudgetTests
{
    [Fact]
    public async Task A_small_file_that_is_made_to_take_long_fails_after_a_second_of_processor_time()
    {
        using var engine = new OcrEngine();
        var refusal = await engine.RefusalAsync(Inputs.Read("nested-forms.pdf"));
        Assert.Equal((RecognitionFault.Document, "inspection-timeout"), (refusal.Fault, refusal.Error.Type));
        Assert.Contains("takes more than the 1 s of processor time", refusal.Error.Message, StringComparison.Ordinal);
    }
}
