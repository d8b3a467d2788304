namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where an address is shown.</summary>
public enum UrlDisplayLocation
{
    /// <summary>In lists and in details.</summary>
    SummaryAndDetails,

    /// <summary>In details only.</summary>
    DetailsOnly,
}
