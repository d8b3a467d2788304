using Microsoft.Extensions.Options;

namespace Spade.ServiceDefaults.Health;

/// <summary>Checks the attributes of <see cref="HealthOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class HealthOptionsValidator : IValidateOptions<HealthOptions>;
