using Microsoft.Extensions.Options;

namespace Spade.Jobs.Configuration;

/// <summary>Checks the attributes of <see cref="JobsOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class JobsOptionsAnnotations : IValidateOptions<JobsOptions>;
