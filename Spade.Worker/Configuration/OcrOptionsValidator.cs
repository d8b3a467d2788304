using Microsoft.Extensions.Options;

namespace Spade.Worker.Configuration;

/// <summary>Checks the annotations of <see cref="OcrOptions"/> when the worker starts.</summary>
[OptionsValidator]
internal sealed partial class OcrOptionsValidator : IValidateOptions<OcrOptions>;
