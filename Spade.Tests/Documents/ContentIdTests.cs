using Spade.Documents.Documents;
using Spade.Documents.Tenants;

namespace Spade.Tests.Documents;

public sealed class ContentIdTests
{
    private const string Sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void The_id_of_an_upload_never_changes()
    {
        // sha256sum of "spade document 1", hash, "eng", "1-3,7" and "300", a line each. With another value every document would be
        // stored a second time.
        Assert.Equal(ExpectedId, ContentId.Of(TenantName.Default, Sha256, new RecognitionOptions("eng", "1-3,7", 300)));
    }

    [Fact]
    public void Every_option_is_part_of_the_id()
    {
        RecognitionOptions[] all =
        [
            new("eng", null, 300), new("deu", null, 300), new("eng", "1", 300), new("eng", null, 200), new("eng", "1", 200),
        ];
        Assert.Equal(all.Length, all.Select(options => ContentId.Of(TenantName.Default, Sha256, options)).Distinct().Count());
    }

    [Fact]
    public void The_same_bytes_of_two_tenants_are_two_documents()
    {
        var options = new RecognitionOptions("eng", null, 300);
        string[] tenants = [TenantName.Default, "acme", "acme-2"];
        Assert.Equal(tenants.Length, tenants.Select(tenant => ContentId.Of(tenant, Sha256, options)).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("xyz")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    public void Text_that_cannot_be_an_id_is_recognised_without_the_database(string text) => Assert.False(ContentId.IsWellFormed(text));

    [Fact]
    public void An_id_is_well_formed() => Assert.True(ContentId.IsWellFormed(Sha256));

    private const string ExpectedId = "63f06cae6287c8d31d58e20e04f887595202b59aec8670d405349b80dba9d2d7";
}
