// Made by `make generate` from docs/openapi.json; do not edit.

export type AbstractSection = {
  readonly "label": string;
  readonly "text": string;
};

export type AcknowledgementDraft = {
  readonly "agreedOn"?: string;
  readonly "attested"?: boolean;
  readonly "name"?: string;
  readonly "personId"?: string | null;
  readonly "text": string;
};

export type AcknowledgementView = {
  readonly "agreedOn": string | null;
  readonly "id": string;
  readonly "name": string;
  readonly "state": "asked" | "agreed" | "refused" | "attested";
  readonly "text": string;
};

export type Added = {
  readonly "id": string;
  readonly "outcome": string;
};

export type Answer = {
  readonly "accept": boolean;
};

export type AppealDraft = {
  readonly "text": string;
};

export type AppealRow = {
  readonly "createdAt": string;
  readonly "decisionId": string;
  readonly "dueAt": string;
  readonly "id": string;
  readonly "outcome": string;
  readonly "title": string;
};

export type AppealView = {
  readonly "answeredAt": string | null;
  readonly "createdAt": string;
  readonly "decisionId": string;
  readonly "dueAt": string;
  readonly "id": string;
  readonly "overturned": boolean | null;
  readonly "reason": string;
  readonly "text": string;
};

export type Arbitration = {
  readonly "authors": readonly (ArbitrationRow)[];
  readonly "caseId": string;
  readonly "disputes": readonly (DisputeView)[];
};

export type ArbitrationRow = {
  readonly "name": string;
  readonly "roles": readonly (RoleView)[];
};

export type ArticleRow = {
  readonly "containerTitle": string;
  readonly "createdAt": string;
  readonly "doi": string | null;
  readonly "id": string;
  readonly "issuedYear": number | null;
  readonly "pmid": string | null;
  readonly "specialty": string;
  readonly "title": string;
};

export type ArticleType = "case_report" | "case_series" | "image_challenge" | "quality_case";

export type ArticleView = {
  readonly "caseId"?: string | null;
  readonly "containerTitle": string;
  readonly "createdAt": string;
  readonly "details": Details;
  readonly "doi": string | null;
  readonly "id": string;
  readonly "issuedYear": number | null;
  readonly "pmid": string | null;
  readonly "specialty": string;
  readonly "title": string;
};

export type Attestation = {
  readonly "attested"?: boolean;
};

export type Author = {
  readonly "family": string;
  readonly "given"?: string | null;
  readonly "orcid"?: string | null;
};

export type AuthorInvitation = {
  readonly "personId": string;
};

export type AuthorOrder = {
  readonly "add"?: readonly (string)[];
  readonly "authorIds": readonly (string)[];
  readonly "correspondingId": string;
  readonly "why"?: string;
};

export type AuthorView = {
  readonly "affiliations": readonly (string)[];
  readonly "corresponding": boolean;
  readonly "disclosure": cases_schemas_authorship_DisclosureView | null;
  readonly "id": string;
  readonly "name": string;
  readonly "orcid": string;
  readonly "person": PersonCard;
  readonly "position": number;
  readonly "roles": readonly (RoleView)[];
  readonly "state": string;
};

export type AuthorsReview = {
  readonly "alias": string;
  readonly "answers": Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly "commentsToAuthors": string;
  readonly "remarks": readonly (RemarkView)[];
  readonly "round": number;
};

export type BlindMode = "double" | "single" | "open";

export type BoardDraft = {
  readonly "name": string;
  readonly "parentId"?: string | null;
  readonly "position"?: number;
  readonly "purpose"?: string;
  readonly "repliesBy"?: Who;
  readonly "rules"?: string;
  readonly "slug": string;
  readonly "specialty"?: string | null;
  readonly "threadsBy"?: Who;
  readonly "visibility"?: Visibility;
};

export type BoardView = {
  readonly "followed"?: boolean;
  readonly "id": string;
  readonly "lastPostAt"?: string | null;
  readonly "name": string;
  readonly "parentId": string | null;
  readonly "position": number;
  readonly "purpose": string;
  readonly "repliesBy": Who;
  readonly "rules": string;
  readonly "slug": string;
  readonly "specialty": string | null;
  readonly "threadsBy": Who;
  readonly "visibility": Visibility;
};

export type Box = {
  readonly "height": number;
  readonly "width": number;
  readonly "x": number;
  readonly "y": number;
};

export type Candidate = {
  readonly "against": readonly (string)[];
  readonly "open": number;
  readonly "person": PersonCard;
  readonly "possible": boolean;
  readonly "quality": number;
  readonly "rated": number;
  readonly "ties": readonly (string)[];
};

export type Capacity = "capable" | "minor" | "lacking" | "deceased";

export type CaseDraft = {
  readonly "articleType"?: ArticleType;
  readonly "collectionId"?: string | null;
  readonly "specialty"?: string;
  readonly "threadId"?: string | null;
  readonly "title": string;
};

export type CaseRow = {
  readonly "byline": readonly (string)[];
  readonly "id": string;
  readonly "publishedAt": string;
  readonly "specialty": string;
  readonly "status": string;
  readonly "summary": string;
  readonly "title": string;
  readonly "versionId": string;
};

export type CaseSettings = {
  readonly "articleType"?: ArticleType | null;
  readonly "collectionId"?: string | null;
  readonly "specialty"?: string;
};

export type ChangedPart = {
  readonly "op": "same" | "added" | "removed" | "left_out";
  readonly "text": string;
};

export type CitationDraft = {
  readonly "citation": string;
  readonly "specialty"?: string;
};

export type ClaimDraft = {
  readonly "attested": boolean;
  readonly "evidenceId": string;
  readonly "quarters": number;
  readonly "reflection"?: string;
  readonly "system": string;
};

export type CollectionDraft = {
  readonly "blindMode"?: BlindMode;
  readonly "boardId"?: string | null;
  readonly "name": string;
  readonly "publishesReviews"?: boolean;
  readonly "purpose"?: string;
  readonly "reviewDays"?: number;
  readonly "reviewsNeeded"?: number;
  readonly "slug": string;
};

export type CollectionView = {
  readonly "blindMode": string;
  readonly "boardId": string | null;
  readonly "id": string;
  readonly "name": string;
  readonly "publishesReviews": boolean;
  readonly "purpose": string;
  readonly "reviewDays": number;
  readonly "reviewsNeeded": number;
  readonly "slug": string;
};

export type ConsentDraft = {
  readonly "attested"?: boolean;
  readonly "capacity"?: Capacity;
  readonly "heldBy"?: "author_institution" | "author" | "nobody";
  readonly "imagesUntil"?: string;
  readonly "language"?: string;
  readonly "obtainedIn"?: string;
  readonly "patientSawText"?: boolean;
  readonly "proxy"?: Proxy | null;
  readonly "scope"?: readonly (ConsentScope)[];
  readonly "type": ConsentType;
  readonly "withdrawalContact"?: string;
};

export type ConsentLedger = {
  readonly "caseId": string;
  readonly "consent": ConsentView | null;
  readonly "mayConfirm": boolean;
  readonly "mayWithdraw": boolean;
  readonly "rows": readonly (LedgerRow)[];
  readonly "status": string;
  readonly "takeDown": TakeDownView | null;
  readonly "title": string;
  readonly "writes": boolean;
};

export type ConsentRecord = {
  readonly "capacity"?: string;
  readonly "held_by": string;
  readonly "images_until"?: string;
  readonly "language"?: string;
  readonly "obtained_in"?: string;
  readonly "patient_saw_text"?: boolean;
  readonly "proxy"?: string;
  readonly "scope"?: readonly (string)[];
  readonly "shown"?: Readonly<Record<string, number>>;
  readonly "type": string;
  readonly "withdrawal_contact"?: string;
};

export type ConsentScope = "board" | "peer_review" | "public" | "images" | "teaching";

export type ConsentType = "written" | "guardian" | "next_of_kin" | "not_identifiable_attested";

export type ConsentView = {
  readonly "attestedAt": string;
  readonly "attestedBy": string;
  readonly "capacity": string;
  readonly "changed": readonly (string)[];
  readonly "confirmed"?: boolean;
  readonly "held_by": string;
  readonly "imagesUntil": string;
  readonly "language": string;
  readonly "obtained_in": string;
  readonly "patient_saw_text": boolean;
  readonly "proxy": string;
  readonly "scope": readonly (string)[];
  readonly "state": "valid" | "unconfirmed" | "insufficient";
  readonly "type": string;
  readonly "withdrawalContact": string;
};

export type ConsentWithdrawal = {
  readonly "reason"?: string;
  readonly "sure"?: boolean;
};

export type ContributionDraft = {
  readonly "affiliations"?: readonly (string)[];
  readonly "byline"?: string;
  readonly "roles": Readonly<Record<string, Degree>>;
};

export type ContributorRole = "conceptualization" | "data_curation" | "formal_analysis" | "funding_acquisition" | "investigation" | "methodology" | "project_administration" | "resources" | "software" | "supervision" | "validation" | "visualization" | "writing_original_draft" | "writing_review_editing";

export type CorrectionNote = {
  readonly "note": string;
};

export type DecisionDraft = {
  readonly "outcome": words_Outcome;
  readonly "reason": string;
  readonly "ruleId": string;
  readonly "snapshotId": string;
};

export type DecisionSheet = {
  readonly "appeal": AppealView | null;
  readonly "appealUntil": string | null;
  readonly "body": string;
  readonly "decision": DecisionView;
  readonly "findings": readonly (Finding)[];
  readonly "obstacle": string;
  readonly "own": boolean;
};

export type DecisionView = {
  readonly "createdAt": string;
  readonly "flagId": string;
  readonly "id": string;
  readonly "outcome": string;
  readonly "reason": string;
  readonly "ruleId": string;
  readonly "subjectId": string;
  readonly "subjectKind": string;
  readonly "title": string;
  readonly "wasHeld": boolean;
};

export type Degree = "lead" | "equal" | "supporting";

export type DeskRow = {
  readonly "collection": string;
  readonly "correction": string;
  readonly "id": string;
  readonly "reviewsIn": number;
  readonly "reviewsOpen": number;
  readonly "round": number;
  readonly "status": string;
  readonly "submittedAt": string;
  readonly "title": string;
};

export type Details = {
  readonly "abstract"?: readonly (AbstractSection)[];
  readonly "authors"?: readonly (Author)[];
  readonly "issue"?: string;
  readonly "keywords"?: readonly (string)[];
  readonly "page"?: string;
  readonly "type"?: string;
  readonly "url"?: string | null;
  readonly "volume"?: string;
};

export type DisputeDraft = {
  readonly "authorId": string;
  readonly "reason": string;
  readonly "role": ContributorRole;
};

export type DisputeRuling = {
  readonly "outcome": "lead" | "equal" | "supporting" | "none";
  readonly "reason": string;
};

export type DisputeView = {
  readonly "author": string;
  readonly "authorId": string;
  readonly "by": string;
  readonly "degree": string;
  readonly "id": string;
  readonly "outcome": string;
  readonly "raisedAt": string;
  readonly "raisedBy": string;
  readonly "reason": string;
  readonly "role": string;
  readonly "ruling": string;
  readonly "state": "open" | "asked" | "settled" | "taken_back" | "ruled";
};

export type Dossier = {
  readonly "acknowledgements": readonly (AcknowledgementView)[];
  readonly "acts": readonly (string)[];
  readonly "authors": readonly (AuthorView)[];
  readonly "collection": CollectionView;
  readonly "consent": ConsentView | null;
  readonly "correction": string;
  readonly "correctionNote": string;
  readonly "disputes": readonly (DisputeView)[];
  readonly "exceptions": readonly (ExceptionView)[];
  readonly "explained": readonly (ExplainedFinding)[];
  readonly "hidden": "" | "held" | "removed";
  readonly "id": string;
  readonly "manuscript": Manuscript;
  readonly "note": string;
  readonly "opposed": readonly (OpposedView)[];
  readonly "order": OrderView;
  readonly "registrations": readonly (RegistrationView)[];
  readonly "reviews": readonly (EditorsReview)[];
  readonly "reviewsCounting": number;
  readonly "round": number;
  readonly "rulings": readonly (RulingView)[];
  readonly "status": string;
  readonly "steps": readonly (string)[];
  readonly "submittedAt": string;
  readonly "title": string;
  readonly "unsettled": readonly (Gap)[];
};

export type EditDraft = {
  readonly "body": string;
  readonly "title"?: string | null;
  readonly "version": number;
};

export type EditorsReview = {
  readonly "alias": string;
  readonly "answers": Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly "commentsToAuthors": string;
  readonly "dueOn": string;
  readonly "id": string;
  readonly "noteToEditor": string;
  readonly "overdue": boolean;
  readonly "rating": number | null;
  readonly "recommendation": string | null;
  readonly "remarks": readonly (RemarkView)[];
  readonly "round": number;
  readonly "status": string;
  readonly "submittedAt": string | null;
  readonly "withTrainee": boolean;
};

export type EntryView = {
  readonly "artefactId": string;
  readonly "artefactKind": string;
  readonly "at": string;
  readonly "day": string;
  readonly "evidenceId": string;
  readonly "kind": string;
  readonly "minutes": number;
  readonly "quarters": number;
  readonly "reason": string;
  readonly "rule": string;
  readonly "seq": number;
  readonly "system": string;
  readonly "title": string;
};

export type EvidenceDetail = {
  readonly "entries": readonly (EntryView)[];
  readonly "evidence": EvidenceView;
};

export type EvidenceView = {
  readonly "artefactId": string;
  readonly "artefactKind": string;
  readonly "detail": Readonly<Record<string, unknown>>;
  readonly "endedAt": string | null;
  readonly "hash": string;
  readonly "id": string;
  readonly "kind": string;
  readonly "learnerId": string;
  readonly "minutes": number;
  readonly "previousHash": string;
  readonly "recordedAt": string;
  readonly "startedAt": string | null;
  readonly "title": string;
};

export type ExceptionDraft = {
  readonly "personId": string;
  readonly "why": string;
};

export type ExceptionView = {
  readonly "askedBy": string;
  readonly "id": string;
  readonly "mine": boolean;
  readonly "person": PersonCard;
  readonly "reasons": readonly (string)[];
  readonly "why": string;
};

export type ExplainedFinding = {
  readonly "at": string;
  readonly "by": string;
  readonly "quote": string;
  readonly "section": string;
  readonly "type": string;
  readonly "why": string;
};

export type ExplanationDraft = {
  readonly "finding": string;
  readonly "why": string;
};

export type ExplanationView = {
  readonly "at": string;
  readonly "by": PersonCard | null;
  readonly "why": string;
};

export type Figure = {
  readonly "alt": string;
  readonly "caption": string;
  readonly "file": string;
  readonly "height": number;
  readonly "licence"?: string;
  readonly "media_type"?: string;
  readonly "pictures"?: number;
  readonly "width": number;
};

export type FigureDraft = {
  readonly "alt"?: string;
  readonly "caption"?: string;
  readonly "licence"?: string;
};

export type FigureView = {
  readonly "alt": string;
  readonly "caption": string;
  readonly "file": FileView;
  readonly "licence": string;
  readonly "told"?: readonly (string)[];
};

export type FileView = {
  readonly "id": string;
  readonly "mustClean": boolean;
  readonly "pictures": readonly (PictureView)[];
  readonly "reason": string;
  readonly "source": string;
  readonly "state": string;
  readonly "uploadedAt": string;
};

export type Filter = "all" | "unanswered" | "questions" | "cases";

export type Finding = {
  readonly "end"?: number;
  readonly "params"?: Readonly<Record<string, string>>;
  readonly "quoted"?: boolean;
  readonly "reason": string;
  readonly "ruleId": string;
  readonly "signal": string;
  readonly "start"?: number;
  readonly "weight": number;
};

export type FlagRow = {
  readonly "claimedBy": string | null;
  readonly "claimedUntil": string | null;
  readonly "createdAt": string;
  readonly "escalated": boolean;
  readonly "excerpt": string;
  readonly "held": boolean;
  readonly "id": string;
  readonly "reports": number;
  readonly "score": number;
  readonly "signals": readonly (string)[];
  readonly "state": string;
  readonly "subjectId": string;
  readonly "subjectKind": string;
  readonly "title": string;
};

export type FlagView = {
  readonly "authorIds": readonly (string)[];
  readonly "body": string;
  readonly "decisions": readonly (DecisionView)[];
  readonly "disclosures": Readonly<Record<string, moderation_schemas_DisclosureView>>;
  readonly "findings": readonly (Finding)[];
  readonly "obstacle": string;
  readonly "proposal": moderation_schemas_ProposalView | null;
  readonly "reports": readonly (ReportView)[];
  readonly "row": FlagRow;
  readonly "snapshotId": string;
};

export type Format = "jats" | "pdf";

export type FrozenAcknowledgement = {
  readonly "name": string;
  readonly "text"?: string;
};

export type FrozenAuthor = {
  readonly "affiliation"?: string;
  readonly "affiliations"?: readonly (string)[];
  readonly "corresponding"?: boolean;
  readonly "disclosure"?: FrozenDisclosure | null;
  readonly "name": string;
  readonly "orcid"?: string;
  readonly "person_id": string | null;
  readonly "roles"?: readonly (FrozenRole)[];
};

export type FrozenConsent = {
  readonly "confirmed"?: boolean;
  readonly "held_by": string;
  readonly "obtained_in": string;
  readonly "patient_saw_text": boolean;
  readonly "scope": readonly (string)[];
  readonly "type": string;
};

export type FrozenDisclosure = {
  readonly "definition_version": string;
  readonly "none": boolean;
  readonly "signed_at": string;
  readonly "statement": string;
  readonly "ties"?: readonly (FrozenTie)[];
};

export type FrozenNotice = {
  readonly "about": number;
  readonly "changes"?: string;
  readonly "kind": string;
  readonly "reason": string;
};

export type FrozenRemark = {
  readonly "comment": string;
  readonly "quote": string;
  readonly "section": string;
};

export type FrozenReport = {
  readonly "alias": string;
  readonly "answers"?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly "comments"?: string;
  readonly "name"?: string;
  readonly "recommendation"?: string;
  readonly "remarks"?: readonly (FrozenRemark)[];
  readonly "round": number;
  readonly "trainee"?: string;
};

export type FrozenReview = {
  readonly "acceptable_reviews": number;
  readonly "blind_mode": string;
  readonly "peer_reviewed": boolean;
  readonly "reports"?: readonly (FrozenReport)[];
  readonly "rounds": number;
  readonly "signed"?: readonly (string)[];
};

export type FrozenRole = {
  readonly "degree": string;
  readonly "role": string;
};

export type FrozenSection = {
  readonly "body": string;
  readonly "heading"?: string;
  readonly "html": string;
  readonly "key": string;
  readonly "markdown_version": number;
};

export type FrozenTie = {
  readonly "company": string;
  readonly "nature": string;
  readonly "products"?: string;
};

export type FrozenWork = {
  readonly "key": string;
  readonly "line": string;
  readonly "work": Reference;
};

export type Gap = {
  readonly "about": string;
  readonly "problem": string;
  readonly "who"?: string;
};

export type GrantView = {
  readonly "grantedAt": string;
  readonly "role": Role;
  readonly "scopeId": string | null;
};

export type HintView = {
  readonly "height": number;
  readonly "kind": string;
  readonly "width": number;
  readonly "x": number;
  readonly "y": number;
};

export type Judgement = {
  readonly "rating"?: number | null;
};

export type Kind = "erratum" | "corrigendum" | "concern" | "concern_lifted" | "retraction";

export type LedgerRow = {
  readonly "by": PersonCard | null;
  readonly "id": string;
  readonly "kind": "recorded" | "confirmed" | "withdrawn";
  readonly "reason": string;
  readonly "record": ConsentRecord | null;
  readonly "writtenAt": string;
};

export type Line = {
  readonly "at": string;
  readonly "id": string;
  readonly "name": string;
  readonly "person": string;
  readonly "seq": number;
  readonly "text": string;
};

export type LockDraft = {
  readonly "reason": string;
};

export type LogDraft = {
  readonly "day": string;
  readonly "link"?: string;
  readonly "minutes": number;
  readonly "reflection": string;
  readonly "title": string;
};

export type LookRow = {
  readonly "field": string;
  readonly "id": string;
  readonly "mine": boolean;
  readonly "pictures": number;
  readonly "source": string;
  readonly "waitingSince": string;
};

export type Manuscript = {
  readonly "article_type"?: string;
  readonly "consent"?: FrozenConsent | null;
  readonly "figures"?: readonly (Figure)[];
  readonly "keywords": readonly (string)[];
  readonly "schema"?: number;
  readonly "sections": readonly (FrozenSection)[];
  readonly "specialty": string;
  readonly "title": string;
  readonly "works"?: readonly (FrozenWork)[];
};

export type Me = {
  readonly "grants": readonly (GrantView)[];
  readonly "id": string;
  readonly "profile": OwnProfile;
  readonly "verified": boolean;
};

export type MilestoneDraft = {
  readonly "name": string;
};

export type MilestoneView = {
  readonly "id": string;
  readonly "madeAt": string;
  readonly "madeBy": PersonCard | null;
  readonly "name": string;
  readonly "round": number | null;
};

export type Nature = "employee" | "researcher" | "consultant" | "advisor" | "speaker" | "contractor" | "royalty" | "executive" | "ownership" | "stock";

export type NewToken = {
  readonly "expiresAt": string;
  readonly "id": string;
  readonly "token": string;
};

export type NoticeDraft = {
  readonly "changes"?: string;
  readonly "kind": Kind;
  readonly "reason": string;
};

export type NoticeView = {
  readonly "about": number;
  readonly "changesHtml": string;
  readonly "issuedAt": string;
  readonly "kind": string;
  readonly "reasonHtml": string;
  readonly "saidIn": number | null;
};

export type NotificationView = {
  readonly "count": number;
  readonly "id": string;
  readonly "kind": string;
  readonly "link": string;
  readonly "read": boolean;
  readonly "toldAt": string;
  readonly "values": Readonly<Record<string, unknown>>;
};

export type OpposedDraft = {
  readonly "personId": string;
  readonly "why": string;
};

export type OpposedView = {
  readonly "person": PersonCard;
  readonly "why": string;
};

export type OrderAnswer = {
  readonly "agree": boolean;
  readonly "proposalId": string;
  readonly "reason"?: string;
};

export type OrderView = {
  readonly "proposal"?: cases_schemas_authorship_ProposalView | null;
  readonly "refusal"?: string;
  readonly "settled": boolean;
};

export type OrganisationView = {
  readonly "country": string | null;
  readonly "decidedAt": string | null;
  readonly "eligibility": string;
  readonly "eligibilityReason": string;
  readonly "id": string;
  readonly "name": string;
};

export type OwnProfile = {
  readonly "affiliation": string | null;
  readonly "careerStage": string | null;
  readonly "email": string;
  readonly "languages": readonly (string)[];
  readonly "locale": string | null;
  readonly "name": string;
  readonly "orcid": string | null;
  readonly "organisationId": string | null;
  readonly "profession": string | null;
  readonly "specialty": string | null;
};

export type OwnVerificationView = {
  readonly "createdAt": string;
  readonly "decidedAt": string | null;
  readonly "id": string;
  readonly "jurisdiction": string;
  readonly "number": string;
  readonly "profession": string;
  readonly "reason": string | null;
  readonly "register": string;
  readonly "state": string;
};

export type Part = {
  readonly "marked"?: boolean;
  readonly "text": string;
};

export type PersonCard = {
  readonly "careerStage"?: string | null;
  readonly "id": string;
  readonly "name": string;
  readonly "profession"?: string | null;
  readonly "specialty"?: string | null;
  readonly "verified"?: boolean;
};

export type PictureView = {
  readonly "blackened": number;
  readonly "cleaned": boolean;
  readonly "height": number;
  readonly "hints": readonly (HintView)[];
  readonly "number": number;
  readonly "version": string;
  readonly "width": number;
};

export type Placed = {
  readonly "number": number;
  readonly "postId": string;
  readonly "repeated"?: boolean;
  readonly "shown"?: string;
  readonly "threadId": string;
  readonly "version"?: number;
};

export type PostView = {
  readonly "authorId": string;
  readonly "body": string;
  readonly "bodyHtml": string;
  readonly "createdAt": string;
  readonly "disclosure": string | null;
  readonly "editedAt": string | null;
  readonly "id": string;
  readonly "number": number;
  readonly "quotedId": string | null;
  readonly "shown": string;
  readonly "shownReason": string;
  readonly "threadId": string;
  readonly "version": number;
};

export type PrivacyFinding = {
  readonly "after": string;
  readonly "before": string;
  readonly "end": number;
  readonly "explanation": ExplanationView | null;
  readonly "id": string;
  readonly "quote": string;
  readonly "ruleId": string;
  readonly "section": string;
  readonly "start": number;
  readonly "suggestion": string;
  readonly "type": string;
};

export type Problem = {
  readonly "status": number;
  readonly "title": string;
  readonly "type": string;
};

export type Profile = {
  readonly "affiliation"?: string | null;
  readonly "card": PersonCard;
  readonly "joinedAt": string;
  readonly "languages"?: readonly (string)[];
  readonly "orcid"?: string | null;
  readonly "organisation"?: string | null;
  readonly "organisationId"?: string | null;
};

export type ProfileDraft = {
  readonly "affiliation"?: string;
  readonly "careerStage"?: string;
  readonly "languages"?: readonly (string)[];
  readonly "locale"?: string;
  readonly "name": string;
  readonly "orcid"?: string;
  readonly "organisationId"?: string | null;
  readonly "profession"?: string;
  readonly "specialty"?: string;
};

export type Progress = {
  readonly "claim": string;
  readonly "cycle": number;
  readonly "cycleTarget": number;
  readonly "cycleYears": number;
  readonly "name": string;
  readonly "sourceUrl": string;
  readonly "system": string;
  readonly "total": number;
  readonly "trademark": boolean;
  readonly "version": string;
  readonly "year": number;
  readonly "yearTarget": number;
};

export type ProposedAuthor = {
  readonly "added": boolean;
  readonly "authorId": string;
  readonly "corresponding": boolean;
  readonly "name": string;
};

export type Proxy = "parent" | "guardian" | "partner" | "child" | "relative" | "attorney";

export type Publication = {
  readonly "acknowledgements"?: readonly (FrozenAcknowledgement)[];
  readonly "authors": readonly (FrozenAuthor)[];
  readonly "collection": string;
  readonly "licence": string;
  readonly "manuscript": Manuscript;
  readonly "notice"?: FrozenNotice | null;
  readonly "published_at": string;
  readonly "review"?: FrozenReview | null;
  readonly "schema"?: number;
  readonly "source"?: Source | null;
};

export type PublishedCase = {
  readonly "collectionId": string | null;
  readonly "doi"?: string;
  readonly "files"?: readonly (string)[];
  readonly "hidden": "" | "held" | "removed";
  readonly "hiddenReason": string;
  readonly "id": string;
  readonly "notices": readonly (NoticeView)[];
  readonly "publication": Publication;
  readonly "status": string;
  readonly "version": VersionRow;
};

export type QueuedVerification = {
  readonly "createdAt": string;
  readonly "decidedAt": string | null;
  readonly "evidence": string;
  readonly "id": string;
  readonly "jurisdiction": string;
  readonly "number": string;
  readonly "person": PersonCard;
  readonly "profession": string;
  readonly "reason": string | null;
  readonly "register": string;
  readonly "sameNumber": number;
  readonly "state": string;
};

export type Rating = {
  readonly "score"?: number;
  readonly "text"?: string;
};

export type Redaction = {
  readonly "boxes": readonly (Box)[];
  readonly "seen": string;
};

export type Reference = {
  readonly "abstract"?: string;
  readonly "authors"?: readonly (Author)[];
  readonly "container_title"?: string;
  readonly "doi"?: string | null;
  readonly "issue"?: string;
  readonly "issued_year"?: number | null;
  readonly "keywords"?: readonly (string)[];
  readonly "line"?: number;
  readonly "page"?: string;
  readonly "pmid"?: string | null;
  readonly "title": string;
  readonly "type"?: string;
  readonly "url"?: string | null;
  readonly "volume"?: string;
};

export type RegistrationView = {
  readonly "attempts": number;
  readonly "doi": string;
  readonly "number": number;
  readonly "said": string;
  readonly "state": "waiting" | "sent" | "registered" | "refused" | "removing" | "removed";
  readonly "triedAt": string | null;
};

export type Remark = {
  readonly "comment": string;
  readonly "quote"?: string;
  readonly "section": string;
};

export type RemarkView = {
  readonly "comment": string;
  readonly "quote": string;
  readonly "section": string;
};

export type ReplacementDraft = {
  readonly "finding": string;
  readonly "replacement"?: string;
  readonly "version": number;
};

export type ReplyDraft = {
  readonly "body": string;
  readonly "key"?: string | null;
  readonly "quotedId"?: string | null;
};

export type ReportDraft = {
  readonly "id": string;
  readonly "kind": string;
  readonly "reason": ReportReason;
  readonly "text"?: string;
};

export type ReportReason = "commercial_bias" | "privacy" | "unsafe_advice" | "conduct" | "other";

export type ReportView = {
  readonly "createdAt": string;
  readonly "id": string;
  readonly "reason": string;
  readonly "text": string;
};

export type RestoreDraft = {
  readonly "to": number;
  readonly "version": number;
};

export type Result = {
  readonly "created": number;
  readonly "foundIn": readonly (string)[];
  readonly "href": string;
  readonly "id": string;
  readonly "kind": string;
  readonly "snippet": readonly (Part)[];
  readonly "specialty": string;
  readonly "title": readonly (Part)[];
};

export type Results = {
  readonly "kinds": Readonly<Record<string, number>>;
  readonly "next"?: number | null;
  readonly "query": string;
  readonly "results": readonly (Result)[];
  readonly "similar"?: boolean;
  readonly "specialties": Readonly<Record<string, number>>;
};

export type RetractionDraft = {
  readonly "reason": string;
};

export type ReversalDraft = {
  readonly "reason": string;
};

export type ReviewDraft = {
  readonly "answers"?: Readonly<Record<string, Rating>>;
  readonly "commentsToAuthors"?: string;
  readonly "noteToEditor"?: string;
  readonly "recommendation"?: cases_states_Decision | null;
  readonly "remarks"?: readonly (Remark)[];
  readonly "signed"?: boolean;
  readonly "trainee"?: string;
};

export type ReviewRow = {
  readonly "alias": string;
  readonly "collection": string;
  readonly "dueOn": string;
  readonly "id": string;
  readonly "round": number;
  readonly "status": string;
  readonly "title": string;
};

export type ReviewSheet = {
  readonly "alias": string;
  readonly "answers": Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly "authors": readonly (SheetAuthor)[] | null;
  readonly "blindMode": string;
  readonly "collection": string;
  readonly "commentsToAuthors": string;
  readonly "criteria": readonly (string)[];
  readonly "dueOn": string;
  readonly "id": string;
  readonly "manuscript": Manuscript;
  readonly "noteToEditor": string;
  readonly "published": boolean;
  readonly "recommendation": string | null;
  readonly "remarks": readonly (RemarkView)[];
  readonly "round": number;
  readonly "savedAt": string | null;
  readonly "signed": boolean;
  readonly "status": string;
  readonly "submittedAt": string | null;
  readonly "trainee": string;
};

export type ReviewerRequest = {
  readonly "personId": string;
};

export type RevisionView = {
  readonly "body": string;
  readonly "editor": PersonCard | null;
  readonly "savedAt": string;
  readonly "version": number;
};

export type Role = "member" | "verified_clinician" | "reviewer" | "editor" | "moderator" | "credit_officer" | "registrar" | "administrator";

export type RoleAnswer = {
  readonly "accept": boolean;
  readonly "role": ContributorRole;
};

export type RoleProposal = {
  readonly "authorId": string;
  readonly "degree": Degree;
  readonly "role": ContributorRole;
};

export type RoleView = {
  readonly "degree": string;
  readonly "proposedBy"?: string;
  readonly "role": string;
  readonly "state": "proposed" | "accepted" | "disputed" | "with_editor";
};

export type RoomDraft = {
  readonly "boardId"?: string | null;
  readonly "caseId"?: string | null;
  readonly "cliniciansOnly"?: boolean;
  readonly "endsAt"?: string | null;
  readonly "programme"?: string;
  readonly "startsAt"?: string | null;
  readonly "title": string;
};

export type RoomRow = {
  readonly "boardId": string | null;
  readonly "caseId": string | null;
  readonly "cliniciansOnly": boolean;
  readonly "createdAt": string;
  readonly "endedAt": string | null;
  readonly "endsAt": string | null;
  readonly "hostId": string;
  readonly "id": string;
  readonly "startsAt": string | null;
  readonly "title": string;
};

export type RoomView = {
  readonly "boardId": string | null;
  readonly "caseId": string | null;
  readonly "cliniciansOnly": boolean;
  readonly "createdAt": string;
  readonly "endedAt": string | null;
  readonly "endsAt": string | null;
  readonly "hostId": string;
  readonly "id": string;
  readonly "programme": string;
  readonly "settledAt": string | null;
  readonly "startsAt": string | null;
  readonly "title": string;
};

export type RulingDraft = {
  readonly "decision": cases_states_Decision;
  readonly "letter": string;
};

export type RulingView = {
  readonly "decidedAt": string;
  readonly "decision": string;
  readonly "letterHtml": string;
  readonly "reversal": string;
  readonly "reversedAt": string | null;
  readonly "round": number;
};

export type SecondDraft = {
  readonly "agreed": boolean;
  readonly "reason"?: string;
  readonly "snapshotId": string;
};

export type SectionChange = {
  readonly "key": string;
  readonly "now": number;
  readonly "parts": readonly (ChangedPart)[];
  readonly "then": number;
};

export type SectionDraft = {
  readonly "body": string;
  readonly "version": number;
};

export type SectionView = {
  readonly "body": string;
  readonly "bodyHtml": string;
  readonly "editedAt": string | null;
  readonly "editedBy": PersonCard | null;
  readonly "key": string;
  readonly "version": number;
};

export type SessionView = {
  readonly "address": string;
  readonly "agent": string;
  readonly "createdAt": string;
  readonly "current": boolean;
  readonly "id": string;
  readonly "lastSeenAt": string;
};

export type SheetAuthor = {
  readonly "affiliations": readonly (string)[];
  readonly "name": string;
};

export type Since = {
  readonly "changes": readonly (SectionChange)[];
  readonly "milestone": MilestoneView;
};

export type SlotState = {
  readonly "item": number;
  readonly "key": string;
  readonly "leastWords": number;
  readonly "required": boolean;
  readonly "state": "empty" | "short" | "complete";
  readonly "words": number;
};

export type Source = {
  readonly "citation": string;
  readonly "doi": string;
  readonly "url": string;
};

export type StepView = {
  readonly "attempts": number;
  readonly "error": string;
  readonly "name": string;
  readonly "state": "waiting" | "failed" | "done";
  readonly "taken": number;
  readonly "triedAt": string | null;
};

export type Style = "apa" | "vancouver" | "ama" | "bibtex" | "ris" | "csl";

export type SubmissionDraft = {
  readonly "note"?: string;
};

export type SystemChoice = {
  readonly "systems": readonly (string)[];
};

export type Tab = "open" | "held" | "mine" | "second" | "waiting" | "closed";

export type TakeDownView = {
  readonly "begunAt": string;
  readonly "completedAt": string | null;
  readonly "steps": readonly (StepView)[];
};

export type TextDraft = {
  readonly "body": string;
};

export type ThanksView = {
  readonly "authors": readonly (string)[];
  readonly "id": string;
  readonly "name": string;
  readonly "state": "asked" | "agreed" | "refused";
  readonly "text": string;
  readonly "title": string;
};

export type ThreadDraft = {
  readonly "body": string;
  readonly "key"?: string | null;
  readonly "kind"?: ThreadKind;
  readonly "title": string;
};

export type ThreadHead = {
  readonly "aboutId": string | null;
  readonly "aboutKind": string | null;
  readonly "answerNumber": number | null;
  readonly "answerPostId": string | null;
  readonly "authorId": string;
  readonly "boardId": string;
  readonly "boardName": string;
  readonly "boardSlug": string;
  readonly "boardVisibility": Visibility;
  readonly "createdAt": string;
  readonly "followed"?: boolean;
  readonly "id": string;
  readonly "kind": ThreadKind;
  readonly "lastNumber": number;
  readonly "lastPostAt": string;
  readonly "lastRead"?: number | null;
  readonly "lockReason": string;
  readonly "lockedAt": string | null;
  readonly "pinnedNote": string;
  readonly "pinnedNoteHtml": string;
  readonly "postCount": number;
  readonly "repliesBy": Who;
  readonly "replyCount": number;
  readonly "shown": string;
  readonly "threadsBy": Who;
  readonly "title": string;
};

export type ThreadKind = "question" | "case" | "discussion" | "article";

export type ThreadRow = {
  readonly "answered": boolean;
  readonly "authorId": string;
  readonly "boardId": string;
  readonly "createdAt": string;
  readonly "id": string;
  readonly "kind": ThreadKind;
  readonly "lastAuthorId": string;
  readonly "lastPostAt": string;
  readonly "lastPostId": string;
  readonly "locked": boolean;
  readonly "replyCount": number;
  readonly "shown": string;
  readonly "title": string;
  readonly "unread": number | null;
};

export type TieDraft = {
  readonly "company": string;
  readonly "nature": Nature;
  readonly "products"?: string;
};

export type TieView = {
  readonly "company": string;
  readonly "nature": string;
  readonly "products"?: string;
};

export type TokenDraft = {
  readonly "days"?: number;
  readonly "name": string;
  readonly "scopes": readonly ("read" | "write")[];
};

export type TokenView = {
  readonly "createdAt": string;
  readonly "expiresAt": string;
  readonly "hint": string;
  readonly "id": string;
  readonly "lastUsedAt": string | null;
  readonly "name": string;
  readonly "scopes": readonly (string)[];
};

export type Transcript = {
  readonly "entries": readonly (EntryView)[];
  readonly "learnerId": string;
  readonly "madeAt": string;
  readonly "since": string | null;
  readonly "totals": Readonly<Record<string, number>>;
  readonly "until": string | null;
};

export type Verdict = {
  readonly "approve": boolean;
  readonly "reason"?: string;
};

export type VerificationDraft = {
  readonly "evidence": string;
  readonly "jurisdiction": string;
  readonly "number": string;
  readonly "profession": string;
  readonly "register": string;
};

export type VersionRow = {
  readonly "contentHash": string;
  readonly "id": string;
  readonly "number": number;
  readonly "publishedAt": string;
};

export type VersionView = {
  readonly "body": string;
  readonly "bodyHtml": string;
  readonly "shown": string;
  readonly "title": string | null;
  readonly "version": number;
  readonly "writtenAt": string;
};

export type Versioned = {
  readonly "savedAt": string;
  readonly "version": number;
};

export type Visibility = "public" | "clinicians" | "private";

export type Who = "members" | "clinicians" | "moderators";

export type WithdrawalDraft = {
  readonly "reason"?: string;
};

export type WorkView = {
  readonly "key": string;
  readonly "line": string;
  readonly "number": number;
  readonly "sought": string;
  readonly "state": "known" | "sought" | "unknown";
};

export type WorksAdded = {
  readonly "bad": readonly (string)[];
  readonly "keys": readonly (string)[];
  readonly "known": readonly (string)[];
};

export type WorksDraft = {
  readonly "text": string;
};

export type WriteUp = {
  readonly "acknowledgements": readonly (AcknowledgementView)[];
  readonly "articleType": string;
  readonly "authors": readonly (AuthorView)[];
  readonly "authorsChange": boolean;
  readonly "collection": CollectionView | null;
  readonly "consent": ConsentView | null;
  readonly "correction": string;
  readonly "correctionNote": string;
  readonly "disputes": readonly (DisputeView)[];
  readonly "figures": readonly (FigureView)[];
  readonly "findings": Readonly<Record<string, readonly (PrivacyFinding)[]>>;
  readonly "gaps": readonly (Gap)[];
  readonly "hidden": "" | "held" | "removed";
  readonly "hiddenReason": string;
  readonly "id": string;
  readonly "myState": string;
  readonly "order": OrderView;
  readonly "reviews": readonly (AuthorsReview)[];
  readonly "rulings": readonly (RulingView)[];
  readonly "sections": Readonly<Record<string, SectionView>>;
  readonly "slots": readonly (SlotState)[];
  readonly "specialty": string;
  readonly "status": string;
  readonly "steps": readonly (string)[];
  readonly "title": string;
  readonly "unsettled": readonly (Gap)[];
  readonly "writable": boolean;
};

export type WriteUpRow = {
  readonly "authorship": string;
  readonly "changedAt": string;
  readonly "id": string;
  readonly "status": string;
  readonly "title": string;
};

export type Writer = {
  readonly "client": number;
  readonly "colour": number;
  readonly "name": string;
  readonly "personId": string;
};

export type Written = {
  readonly "id": string;
};

export type cases_schemas_authorship_DisclosureView = {
  readonly "changed": boolean;
  readonly "current": boolean;
  readonly "none": boolean;
  readonly "signedAt": string;
  readonly "statement": string;
  readonly "ties": readonly (FrozenTie)[];
};

export type cases_schemas_authorship_ProposalView = {
  readonly "agreed": readonly (string)[];
  readonly "asks": readonly (string)[];
  readonly "authors": readonly (ProposedAuthor)[];
  readonly "by": string;
  readonly "id": string;
  readonly "missing": readonly (string)[];
  readonly "proposedAt": string;
  readonly "removed": readonly (string)[];
  readonly "state": "open" | "waiting";
  readonly "why": string;
};

export type cases_schemas_drafts_DisclosureDraft = {
  readonly "none"?: boolean;
  readonly "statement"?: string;
};

export type cases_schemas_views_Made = {
  readonly "id": string;
};

export type cases_states_Decision = "accept" | "minor" | "major" | "reject";

export type forums_schemas_AnswerDraft = {
  readonly "postId": string;
};

export type identity_schemas_Decision = {
  readonly "granted": boolean;
  readonly "reason": string;
};

export type moderation_schemas_AnswerDraft = {
  readonly "agreed": boolean;
  readonly "reason"?: string;
};

export type moderation_schemas_DisclosureDraft = {
  readonly "items"?: readonly (TieDraft)[];
  readonly "none"?: boolean;
};

export type moderation_schemas_DisclosureView = {
  readonly "definitionVersion": string;
  readonly "id": string;
  readonly "items": readonly (TieView)[];
  readonly "none": boolean;
  readonly "periodFrom": string;
  readonly "periodTo": string;
  readonly "signedAt": string;
  readonly "valid": boolean;
};

export type moderation_schemas_ProposalView = {
  readonly "createdAt": string;
  readonly "proposedBy": string;
  readonly "reason": string;
  readonly "ruleId": string;
};

export type realtime_routes_Made = {
  readonly "id": string;
};

export type routes_api_Outcome = {
  readonly "decisionId": string | null;
};

export type words_Outcome = "dismiss" | "request_edit" | "add_disclosure" | "remove" | "escalate";
