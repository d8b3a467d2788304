namespace Spade.Documents.Documents;

/// <summary>How processes tell one another that a document moved on, over <see cref="Spade.Jobs.Notifications.INotifications"/>.</summary>
public static class DocumentNotifications
{
    /// <summary>The topic; the key is the document's id. Published after the commit of a page or of a change of status.</summary>
    public const string Topic = "documents";
}
