using Aspire.Hosting.Storage;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value made once and kept in a file that only its owner can read.</summary>
internal sealed class KeptParameterDefault(IDistributedApplicationBuilder builder, string name, Func<string> create) : ParameterDefault
{
    public override string GetDefaultValue() =>
        ApplicationFolder.Of(builder.Configuration, builder.AppHostDirectory).ReadOrCreateSecret(name, create);
}
