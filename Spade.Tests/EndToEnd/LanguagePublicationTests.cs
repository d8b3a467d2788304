using System.Net.Http.Json;
using System.Text.Json;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>A real worker publishes what its Tesseract lists, and the API offers it.</summary>
[Collection(BusyEngine.Name)]
public sealed class LanguagePublicationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spade-languages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_languages_of_a_worker_are_offered_when_it_has_started()
    {
        var program = Path.Combine(_folder, "tesseract");
        await File.WriteAllTextAsync(
            program, "#!/bin/sh\nprintf 'List of available languages (5):\\ndeu\\neng\\nequ\\nosd\\nscript/Latin\\n'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        Assert.Equal("eng", await ListAsync(system));

        await system.LaunchWorkingAsync(new ServiceOptions { PathPrefix = _folder });

        await Eventually.HoldsAsync("both languages are offered", async () => await ListAsync(system) == "deu, eng");
    }

    private static async Task<string> ListAsync(SpadeSystem system)
    {
        var answer = await system.Api.GetFromJsonAsync<JsonElement>(new Uri("/languages", UriKind.Relative));
        var languages = answer.GetProperty("languages").EnumerateArray();
        return string.Join(", ", languages.Select(language => language.GetProperty("code").GetString()));
    }
}
