using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary>How much processor time the inspection of a document may take depends on its size.</summary>
[Collection(BusyEngine.Name)]
public sealed class InspectionBudgetTests
{
    [Fact]
    public async Task A_small_file_that_was_made_to_take_long_fails_after_a_second_of_processor_time()
    {
        using var engine = new OcrEngine();
        var problem = await engine.ProblemAsync(Inputs.Read("nested-forms.pdf"));
        Assert.Equal((RecognitionFault.Document, "inspection-timeout"), (problem.Fault, problem.Error.Type));
        Assert.Equal(
            "Reading the PDF's structure takes more than the 1 s of processor time that a file of its size gets. "
            + "Print it to a new PDF, or upload its pages as images.",
            problem.Error.Message);
    }
}
