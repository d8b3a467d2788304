using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Spade.Api.Site;

/// <summary>A page, rendered from a component, under a policy that allows no inline script and nothing of another origin.</summary>
/// <remarks>Not the framework's result for components: its services include anti-forgery tokens and with them the key ring, which lies in
/// the database. These pages post no forms, and are served without one.</remarks>
/// <typeparam name="TComponent">The component.</typeparam>
/// <param name="parameters">Its parameters.</param>
internal sealed class ComponentResult<TComponent>(Dictionary<string, object?> parameters) : IResult
    where TComponent : IComponent
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        // The address of a document is the key to it.
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        response.ContentType = "text/html; charset=utf-8";

        var html = await RenderAsync(httpContext.RequestServices);
        var bytes = Encoding.UTF8.GetBytes(html);
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }

    private async Task<string> RenderAsync(IServiceProvider services)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var output = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters));
            return output.ToHtmlString();
        });
    }
}
