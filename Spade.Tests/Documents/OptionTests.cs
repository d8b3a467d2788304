using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;
using Spade.Documents.Languages;
using Spade.Documents.Ledger;
using Spade.Documents.Tenants;

namespace Spade.Tests.Documents;

public sealed class OptionTests
{
    [Theory]
    [InlineData("Restarts:Retention", "00:00:00", "Restarts:Retention is 00:00:00; it must be more than 00:00:00.")]
    [InlineData("Restarts:SettleInterval", "-00:00:01", "Restarts:SettleInterval is -00:00:01; it must be more than 00:00:00.")]
    [InlineData("Limits:MaxPages", "0", "Limits:MaxPages is 0; it must be at least 1.")]
    [InlineData("Limits:MaxPixelsPerPage", "-1", "Limits:MaxPixelsPerPage is -1; it must be at least 1.")]
    [InlineData("Ocr:Languages", " , ", "Ocr:Languages is ' , ' and names no language")]
    [InlineData("Documents:MaxQueued", "-1", "Documents:MaxQueued is -1; it must be at least 0.")]
    [InlineData("Quotas:RequestsPerSecond", "-1", "Quotas:RequestsPerSecond is -1; it must be at least 0 and at most 1000000.")]
    [InlineData("Quotas:BytesPerDay", "-1", "Quotas:BytesPerDay is -1; it must be at least 0.")]
    [InlineData("Documents:Retention", "00:00:00", "Documents:Retention is 00:00:00; it must be more than 00:00:00.")]
    [InlineData("Ocr:Languages", "eng,../x", "Ocr:Languages holds '../x'")]
    public async Task An_invalid_setting_is_named_with_its_rule(string key, string value, string message)
    {
        await using var documents = await DocumentsHost.CreateAsync((key, value));
        var invalid = Assert.Throws<OptionsValidationException>(() => key.Split(':')[0] switch
        {
            "Restarts" => Of<RestartOptions>(documents),
            "Limits" => Of<DocumentLimits>(documents),
            "Documents" => Of<DocumentOptions>(documents),
            "Quotas" => Of<QuotaOptions>(documents),
            _ => Of<LanguageOptions>(documents),
        });
        Assert.Contains(message, Assert.Single(invalid.Failures), StringComparison.Ordinal);
    }

    private static object Of<T>(DocumentsHost documents)
        where T : class => documents.Services.GetRequiredService<IOptions<T>>().Value;
}
