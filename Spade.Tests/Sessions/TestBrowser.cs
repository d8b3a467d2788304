using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Spade.Tests.Api;

namespace Spade.Tests.Sessions;

/// <summary>Cookies and the anti-forgery token of one browser, which sends requests to any replica.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly HttpClient _client;

    // A cookie belongs to a host name, whatever the port.
    public TestBrowser() => _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }, disposeHandler: true);

    public CookieContainer Cookies { get; } = new();

    public string Token { get; set; } = "";

    public void Dispose() => _client.Dispose();

    /// <summary>Asks who is signed in, and keeps the token.</summary>
    public async Task<JsonElement> SessionAsync(Uri replica)
    {
        using var response = await SendAsync(replica, HttpMethod.Get, "/site/session");
        return await TakeAsync(response);
    }

    /// <summary>Signs in as the page does.</summary>
    public async Task<JsonElement> SignInAsync(Uri replica, string key)
    {
        await SessionAsync(replica);
        using var response = await TrySignInAsync(replica, key);
        return await TakeAsync(response);
    }

    public Task<HttpResponseMessage> TrySignInAsync(Uri replica, string key, params (string Name, string Value)[] headers) =>
        SendAsync(replica, HttpMethod.Post, "/site/session", JsonContent.Create(new { key }), headers);

    /// <summary>Sends a request with the cookies, and with the token if the method may change something.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        Uri replica, HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(replica, path)) { Content = content };
        if (method != HttpMethod.Get && Token.Length > 0)
            request.Headers.Add("Spade-Antiforgery", Token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request);
    }

    private async Task<JsonElement> TakeAsync(HttpResponseMessage response)
    {
        var session = await response.DocumentAsync();
        Token = session.GetProperty("antiforgeryToken").GetString() ?? "";
        return session;
    }
}
