using Microsoft.Extensions.Options;

namespace Spade.Api.Gates;

/// <summary>Rejects names that no <c>Host</c> header can have, such as addresses with a scheme.</summary>
internal sealed class HostNameOptionsValidator : IValidateOptions<HostNameOptions>
{
    public ValidateOptionsResult Validate(string? name, HostNameOptions options) =>
        options.AllowedHosts.FirstOrDefault(host => !HostNameOptions.IsWellFormed(host)) is { } wrong
            ? ValidateOptionsResult.Fail($"{HostNameOptions.Setting} has '{wrong}'; it must be {HostNameOptions.Rule}.")
            : ValidateOptionsResult.Success;
}
