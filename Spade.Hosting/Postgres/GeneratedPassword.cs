using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Storage;

namespace Aspire.Hosting.Postgres;

/// <summary>A password made once and kept in a file that only its owner can read.</summary>
internal sealed class GeneratedPassword(IDistributedApplicationBuilder builder, string name) : ParameterDefault
{
    // Letters and digits need no quoting in connection strings, URIs and shells; 22 of them are 130 bits.
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 22;

    public override string GetDefaultValue() =>
        ApplicationFolder.Of(builder.Configuration, builder.AppHostDirectory).ReadOrCreateSecret(name, () => RandomNumberGenerator.GetString(Alphabet, Length));
}
