using System.Globalization;
using k8s.Autorest;

namespace Spade.Rehearsal.Targets.Cluster;

/// <summary>Answers of the API server; a refusal becomes an error that says what was asked for.</summary>
internal static class ClusterAnswer
{
    /// <param name="what">What was asked for, such as <c>--rollout deployment/spade-api: its pods</c>.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="remedy">What to check, as a sentence.</param>
    /// <param name="ask">Asks.</param>
    /// <exception cref="TargetException">It refuses, or does not answer.</exception>
    internal static async Task<T> OfAsync<T>(string what, string space, string remedy, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (HttpOperationException exception)
        {
            throw new TargetException(
                $"{what}: the cluster answers {Status(exception)} in the namespace '{space}'. {remedy}", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new TargetException($"{what}: the cluster does not answer: {exception.Message}", exception);
        }
    }

    internal static string Status(HttpOperationException exception) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int?)exception.Response?.StatusCode} {exception.Response?.StatusCode}");
}
